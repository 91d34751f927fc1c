//! A line to a server of this machine that can be cut.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A line. It is cut for good when so many bytes have been sent through it.
pub struct Line {
    pub port: u16,
    state: Arc<State>,
}

struct State {
    /// What may yet be sent to the server; a whole line has plenty.
    left: AtomicI64,
    sent: AtomicU64,
    open: Mutex<Vec<TcpStream>>,
}

const WHOLE: i64 = i64::MAX / 2;

impl Line {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let state = Arc::new(State {
            left: AtomicI64::new(WHOLE),
            sent: AtomicU64::new(0),
            open: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                shared.carry(client, server);
            }
        });
        Self { port, state }
    }

    /// It will be cut after so many bytes.
    pub fn cut_after(&self, bytes: u64) {
        let bytes = i64::try_from(bytes).unwrap_or(WHOLE);
        self.state.left.store(bytes, Ordering::SeqCst);
    }

    pub fn mend(&self) {
        self.state.left.store(WHOLE, Ordering::SeqCst);
    }

    /// How many bytes have gone to the server since this was asked the last time.
    pub fn sent(&self) -> u64 {
        self.state.sent.swap(0, Ordering::SeqCst)
    }
}

impl State {
    fn carry(self: &Arc<Self>, client: TcpStream, server: u16) {
        if self.left.load(Ordering::SeqCst) <= 0 {
            return;
        }
        let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
            return;
        };
        // What is sent goes on at once: a small message must not wait for the next.
        if client.set_nodelay(true).is_err() || server.set_nodelay(true).is_err() {
            return;
        }
        let (Ok(client_too), Ok(server_too)) = (client.try_clone(), server.try_clone()) else {
            return;
        };
        if let Ok(mut open) = self.open.lock() {
            open.extend(
                [client.try_clone(), server.try_clone()]
                    .into_iter()
                    .flatten(),
            );
        }
        let state = Arc::clone(self);
        thread::spawn(move || state.pass(client, server, true));
        let state = Arc::clone(self);
        thread::spawn(move || state.pass(server_too, client_too, false));
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream, counted: bool) {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let mut much = read;
            if counted {
                let read = i64::try_from(read).unwrap_or(0);
                let left = self.left.fetch_sub(read, Ordering::SeqCst);
                much = usize::try_from(left.clamp(0, read)).unwrap_or(0);
                self.sent.fetch_add(much as u64, Ordering::SeqCst);
            }
            if to.write_all(&buffer[..much]).is_err() {
                break;
            }
            if much < read {
                self.cut();
                return;
            }
        }
        // One end has had enough: the other hears of it.
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    }

    fn cut(&self) {
        let mut open = self.open.lock().expect("no thread panics with it");
        for stream in open.drain(..) {
            // It may have ended by itself.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}
