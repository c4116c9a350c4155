//! What holds when a request begins must hold when its body has come: a body may take its time.

use axum::extract::Request;
use protocol::error::ErrorCode;

use crate::accounts::Caller;
use crate::http::gate::Changing;
use crate::http::limit::Authorized;
use crate::http::{App, HttpError};

/// Who asks, and whether it changes something.
pub(in crate::http) struct Standing {
    caller: Option<Caller>,
    changes: bool,
}

impl Standing {
    pub(in crate::http) fn of(request: &Request) -> Self {
        let authorized = request.extensions().get::<Authorized>();
        let caller = authorized.and_then(|Authorized(caller)| caller.clone().ok());
        Self { caller, changes: request.extensions().get::<Changing>().is_some() }
    }

    /// Refuses whoever was suspended meanwhile, and a change where nothing changes any more (HT11, HT12).
    pub(in crate::http) fn holds(&self, app: &App) -> Result<(), HttpError> {
        if let Some(caller) = self.caller {
            app.accounts.may_go_on(caller)?;
        }
        if self.changes && app.accounts.instance_settings().read_only {
            return Err(ErrorCode::ReadOnlyInstance.into());
        }
        Ok(())
    }
}
