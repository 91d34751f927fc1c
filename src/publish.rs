//! Publishing (julkaiseminen): a built folder to a host, so that its readers never meet a broken
//! link, and nothing that others keep there is touched. One file per step and per kind of host.

mod address;
mod at_once;
mod built;
mod headers;
mod host;
#[cfg(feature = "http")]
mod http;
mod live;
mod plan;
mod protocol;
mod record;

pub use address::{Address, BadAddress, Scheme};
pub use built::{Entry, Unfit, built, changed_data};
pub use host::{RETRIES, Target, Trouble, open};
pub use live::{Compared, Files, Live, Unread, files};
pub use plan::{Act, Plan, Upload};
pub use protocol::{Options, Prepared, Refusal, SILENCE, Stop, prepare, publish};
pub use record::NAME as RECORD;
