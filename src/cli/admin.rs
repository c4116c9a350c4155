//! `confab admin`: work on a data directory that no server uses.

mod seed;

use std::io::{self, BufRead as _};
use std::path::PathBuf;
use std::sync::Arc;

use actors::Clock;
use clap::{Args, Subcommand};
use storage::Store;

use crate::accounts::{AccountError, Accounts, ClaimRequest, Client};
use crate::config::{Profile, Settings};
use crate::exit::Failure;
use crate::wiring::{install_crypto, open_accounts, open_store};

/// The longest reason, as in requests.
const REASON_CHARS_MAX: usize = 512;

/// What an operator does from the shell.
#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Make the owner and the first guild; the password is read from stdin.
    Claim(ClaimArgs),
    /// Let somebody in by their password alone who lost their app and their recovery codes.
    MfaOff(MfaOffArgs),
    /// Fill an empty data directory for a load test.
    Seed(seed::SeedArgs),
}

/// Who owns the instance.
#[derive(Debug, Args)]
pub(super) struct ClaimArgs {
    /// Data directory.
    #[arg(long, env = "CONFAB_DATA", default_value = "data")]
    data: PathBuf,
    /// Name of the owner.
    #[arg(long)]
    username: String,
    /// Name of the first guild.
    #[arg(long)]
    guild: String,
}

/// Whose second factor goes.
#[derive(Debug, Args)]
pub(super) struct MfaOffArgs {
    /// Data directory.
    #[arg(long, env = "CONFAB_DATA", default_value = "data")]
    data: PathBuf,
    /// Name of the account.
    #[arg(long)]
    username: String,
    /// Why; it stands in the log of the instance.
    #[arg(long)]
    reason: Option<String>,
}

/// A data directory that is open without a server.
struct Opened {
    store: Arc<dyn Store>,
    accounts: Accounts,
}

/// Runs one command.
pub(super) fn run(command: AdminCommand) -> Result<(), Failure> {
    install_crypto();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(Failure::internal)?.block_on(async {
        match command {
            AdminCommand::Claim(args) => claim(args).await,
            AdminCommand::MfaOff(args) => mfa_off(args).await,
            AdminCommand::Seed(args) => seed::run(args).await,
        }
    })
}

async fn claim(args: ClaimArgs) -> Result<(), Failure> {
    let password = read_password()?;
    let opened = open(Settings { data: args.data, ..Settings::of(Profile::Production) }).await?;
    let accounts = &opened.accounts;
    let token = accounts.setup_token().ok_or_else(|| refused(AccountError::AlreadyClaimed))?;
    let request = ClaimRequest { token, username: args.username, password };
    let claim = accounts.begin_claim(request).await.map_err(refused)?;
    let guild = accounts.found_first_guild(claim.owner(), &args.guild).await;
    guild.map_err(refused)?;
    let grant = accounts.finish_claim(claim, Client::default()).await.map_err(refused)?;
    // The login was only made on the way; nobody holds its tokens.
    accounts.end_login(grant.user.id, grant.login).await.map_err(refused)?;
    opened.store.close().await.map_err(Failure::disk)
}

async fn mfa_off(args: MfaOffArgs) -> Result<(), Failure> {
    let reason = args.reason.filter(|reason| !reason.trim().is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > REASON_CHARS_MAX) {
        return Err(Failure::usage(format!("a reason has at most {REASON_CHARS_MAX} characters")));
    }
    let opened = open(Settings { data: args.data, ..Settings::of(Profile::Production) }).await?;
    opened.accounts.take_second_factor_off(&args.username, reason).await.map_err(refused)?;
    opened.store.close().await.map_err(Failure::disk)
}

async fn open(settings: Settings) -> Result<Opened, Failure> {
    let store = open_store(&settings)?;
    let accounts = open_accounts(Arc::clone(&store), Clock::system(), &settings).await?;
    Ok(Opened { store, accounts })
}

/// The first line of stdin.
fn read_password() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(Failure::usage)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A refusal, with the sentence of each wrong field.
fn refused(error: AccountError) -> Failure {
    match error {
        AccountError::Fields(problems) => {
            let sentences = problems.iter().map(|(field, problem)| format!("{field}: {problem}"));
            Failure::usage(sentences.collect::<Vec<_>>().join(" "))
        }
        AccountError::AlreadyClaimed | AccountError::SecondFactorOff | AccountError::Unknown => {
            Failure::usage(error)
        }
        AccountError::Commit(_) => Failure::disk(error),
        AccountError::Read(_) => Failure::bad_data(error),
        other => Failure::internal(other),
    }
}
