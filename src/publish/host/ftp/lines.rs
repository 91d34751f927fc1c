//! Several lines to an FTP host at once, as many as are asked for and it allows.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use suppaftp::{FtpError, FtpResult};

use super::code;
use super::line::{Line, Login};

pub struct Lines {
    login: Login,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Line>,
    /// Idle ones, those at work and those being opened.
    open: usize,
    /// How many the host allows, once it has refused one more.
    most: Option<usize>,
}

impl Lines {
    pub fn new(login: Login) -> Self {
        Self {
            login,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Does something on a line. One that broke is closed, and the idle ones with it, for they are
    /// likely to have broken too.
    pub fn with<T>(&self, act: impl Fn(&mut Line) -> FtpResult<T>) -> FtpResult<T> {
        let mut line = self.take()?;
        let done = act(&mut line);
        let mut state = self.state();
        match &done {
            Err(error) if !is_whole(error) => {
                let closed = std::mem::take(&mut state.idle);
                state.open -= closed.len() + 1;
            }
            _ => state.idle.push(line),
        }
        drop(state);
        self.changed.notify_all();
        done
    }

    fn take(&self) -> FtpResult<Line> {
        let mut state = self.state();
        loop {
            if let Some(line) = state.idle.pop() {
                return Ok(line);
            }
            if state.most.is_none_or(|most| state.open < most) {
                state.open += 1;
                drop(state);
                let error = match self.login.line() {
                    Ok(line) => return Ok(line),
                    Err(error) => error,
                };
                state = self.state();
                state.open -= 1;
                self.changed.notify_all();
                if state.open == 0 {
                    return Err(error);
                }
                // The others work, so the host wants no more of them.
                state.most = Some(state.open);
                continue;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.state().idle);
        idle.into_iter().for_each(Line::farewell);
    }
}

/// Whether a line can be used after an error: the host said no, and will hear the next command.
fn is_whole(error: &FtpError) -> bool {
    code(error).is_some_and(|code| code >= 500)
}
