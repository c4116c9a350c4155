//! Password hashes: argon2id, on blocking threads, few at a time.
//!
//! - PW1  No hash is computed on an async worker.
//! - PW2  A bounded number runs at once and a bounded number waits; more are refused.
//! - PW3  A password for an unknown user takes as long to refuse as a wrong one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use metrics::counter;
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::config::AccountSettings;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum HashError {
    /// Too many hashes are waiting already.
    #[error("too many passwords are being checked")]
    Busy,
    /// The parameters or a stored hash are not usable.
    #[error("a password hash could not be computed")]
    Failed,
}

/// Computes and checks password hashes.
pub(crate) struct Passwords {
    params: Params,
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
    /// A hash that no password fits, for names that nobody has.
    nobody: Arc<str>,
}

impl Passwords {
    /// Computes one hash at once, so that wrong parameters show at start.
    pub(crate) fn new(settings: &AccountSettings) -> Result<Self, HashError> {
        let params = Params::new(settings.password_memory_kib, settings.password_passes, 1, None)
            .map_err(|_| HashError::Failed)?;
        let nobody = hash(&params, &super::secret::random_text())?.into();
        Ok(Self {
            params,
            running: Arc::new(Semaphore::new(settings.password_parallel_max)),
            waiting: AtomicUsize::new(0),
            waiting_max: settings.password_waiting_max,
            nobody,
        })
    }

    /// The hash of a new password, as a PHC string.
    pub(crate) async fn hash(&self, password: String) -> Result<String, HashError> {
        let params = self.params.clone();
        self.run(move || hash(&params, &password)).await
    }

    /// Whether the password fits the stored hash; `None` stands for an unknown user, whom nothing
    /// fits (PW3).
    pub(crate) async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, HashError> {
        let known = stored.is_some();
        let stored: Arc<str> = stored.map_or_else(|| Arc::clone(&self.nobody), Into::into);
        let fits = self.run(move || verify(&stored, &password)).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let _place = self.queue()?;
        let running = Arc::clone(&self.running).acquire_owned();
        let permit = running.await.map_err(|_| HashError::Failed)?;
        counter!("confab_password_hashes_total").increment(1);
        // Nothing stops a hash that runs: it keeps its permit when nobody waits for it any more.
        let hashing = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(permit);
            outcome
        });
        hashing.await.map_err(|_| HashError::Failed)?
    }

    /// A place in the queue, given back when it is dropped.
    fn queue(&self) -> Result<Place<'_>, HashError> {
        let place = Place(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.waiting_max {
            return Err(HashError::Busy);
        }
        Ok(place)
    }
}

struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn argon2(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(params: &Params, password: &str) -> Result<String, HashError> {
    let hash: PasswordHash =
        argon2(params.clone()).hash_password(password.as_bytes()).map_err(|_| HashError::Failed)?;
    Ok(hash.to_string())
}

/// Uses the parameters of the stored hash, which may be older than the settings.
fn verify(stored: &str, password: &str) -> Result<bool, HashError> {
    let stored = PasswordHash::new(stored).map_err(|_| HashError::Failed)?;
    Ok(argon2(Params::default()).verify_password(password.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Profile, Settings};

    fn passwords(parallel: usize, waiting: usize) -> Passwords {
        let settings = AccountSettings {
            password_parallel_max: parallel,
            password_waiting_max: waiting,
            ..Settings::of(Profile::Test).accounts
        };
        Passwords::new(&settings).expect("valid parameters")
    }

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let passwords = passwords(1, 8);
        let hash = passwords.hash("correct horse".into()).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert_eq!(passwords.verify("correct horse".into(), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.verify("wrong horse".into(), Some(hash)).await, Ok(false));
        assert_eq!(passwords.verify("x".into(), Some("junk".into())).await, Err(HashError::Failed));
    }

    #[tokio::test]
    async fn pw2_more_than_may_wait_are_refused() {
        let passwords = passwords(1, 1);
        let place = passwords.queue();
        assert_eq!(passwords.hash("12345678".into()).await, Err(HashError::Busy));
        drop(place);
        assert!(passwords.hash("12345678".into()).await.is_ok());
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn pw3_nothing_fits_an_unknown_user_but_a_hash_is_computed() {
        let passwords = passwords(1, 8);
        assert_eq!(passwords.verify("anything".into(), None).await, Ok(false));
        let parsed = PasswordHash::new(&passwords.nobody).expect("a hash");
        assert_eq!(parsed.params.get_decimal("m"), Some(64));
    }
}
