//! The preview (esikatselu): the site as it would be built, at an address of this machine alone,
//! following every change of its files. It writes nothing.

mod address;
mod answer;
mod guard;
mod live;
mod scene;
mod stamps;
mod watch;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as Listener};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch as latest};

use crate::workspace::{Changes, View, Workspace};
use scene::Scene;
use watch::{Next, Watch};

pub use scene::told_counts;

/// A request's head must be there after this.
const SLOWEST: Duration = Duration::from_secs(5);
/// The largest head of a request, in bytes, and its most headers.
const LARGEST: usize = 16 * 1024;
const MOST_HEADERS: usize = 100;
/// So many browsers' lines are open at once at most.
const MOST_LINES: usize = 256;
/// The answer to a head that did not come.
const TOO_SLOW: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\
    Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n";

/// What all answers are made from.
struct Preview {
    port: u16,
    scenes: latest::Receiver<Arc<Scene>>,
    /// Paths of pages that are open in a browser, and how many times.
    open: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// A page that is open in a browser.
struct Open {
    path: String,
    all: Arc<Mutex<BTreeMap<String, usize>>>,
}

/// A place to serve at, of this machine alone.
pub struct Place {
    listeners: Vec<Listener>,
    port: u16,
}

/// What happened while the preview ran.
pub enum Event<'a> {
    /// The pages were made anew, so many milliseconds after the first file had changed.
    Seen(&'a View, Duration),
    /// The machine watches no more files for us, so they are looked through again and again.
    Polling,
}

/// A place at a port; any free one when it is 0.
pub fn place(port: u16) -> io::Result<Place> {
    let first = Listener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    // `localhost` may mean this one; a machine without it does as well.
    listeners.extend(Listener::bind(SocketAddr::from((
        Ipv6Addr::LOCALHOST,
        port,
    ))));
    Ok(Place { listeners, port })
}

impl Place {
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Serves a site until somebody interrupts it, and tells what happens.
    pub fn serve(self, mut workspace: Workspace, told: &mut dyn FnMut(Event)) -> io::Result<()> {
        let started = Instant::now();
        let (sender, receiver) = channel();
        let mut watch = Watch::new(workspace.site(), sender.clone(), receiver);
        let view = workspace.update(&Changes::Everything, &[]);
        let (scenes, receiver) = latest::channel(Arc::new(Scene::new(Arc::clone(&view))));
        let open = Arc::default();
        let preview = Arc::new(Preview {
            port: self.port,
            scenes: receiver,
            open: Arc::clone(&open),
        });
        let runtime = self.started(&preview, sender)?;
        told(Event::Seen(&view, started.elapsed()));
        loop {
            match watch.next() {
                Next::Changed { changes, since } => {
                    let paths: Vec<String> = lock(&open).keys().cloned().collect();
                    let view = workspace.update(&changes, &paths);
                    if Arc::ptr_eq(&view, &scenes.borrow().view) {
                        continue;
                    }
                    let before = scenes.send_replace(Arc::new(Scene::new(Arc::clone(&view))));
                    told(Event::Seen(&view, since.elapsed()));
                    // To forget a large site takes its time too.
                    drop(before);
                }
                Next::Polling => told(Event::Polling),
                Next::Stop => break,
            }
        }
        runtime.shutdown_background();
        Ok(())
    }

    /// The server on threads of its own.
    fn started(self, preview: &Arc<Preview>, stop: Sender<watch::Message>) -> io::Result<Runtime> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).enable_all().build()?;
        let lines = Arc::new(Semaphore::new(MOST_LINES));
        for listener in self.listeners {
            listener.set_nonblocking(true)?;
            let _inside = runtime.enter();
            let listener = TcpListener::from_std(listener)?;
            runtime.spawn(listen(listener, Arc::clone(preview), Arc::clone(&lines)));
        }
        runtime.spawn(async move {
            interrupted().await;
            // When nobody listens, all is over already.
            let _ = stop.send(watch::Message::Stop);
        });
        Ok(runtime)
    }
}

async fn listen(listener: TcpListener, preview: Arc<Preview>, lines: Arc<Semaphore>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(line) = Arc::clone(&lines).try_acquire_owned() else {
            continue;
        };
        let preview = Arc::clone(&preview);
        tokio::spawn(async move {
            talk(stream, preview).await;
            drop(line);
        });
    }
}

/// Answers the requests of one line.
async fn talk(stream: TcpStream, preview: Arc<Preview>) {
    // Without it the last packet of an answer would wait.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let preview = Arc::clone(&preview);
        Box::pin(async move {
            Ok::<_, std::convert::Infallible>(answer::answer(request, preview).await)
        })
    });
    let mut line = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(SLOWEST)
        .max_header_size(LARGEST)
        .max_headers(MOST_HEADERS)
        .max_buf_size(2 * LARGEST)
        .serve_connection(TokioIo::new(stream), service);
    let ended = poll_fn(|context| line.poll_without_shutdown(context)).await;
    let parts = line.into_parts();
    let mut stream = parts.io.into_inner();
    // A line on which nothing was asked is closed without a word.
    if ended.is_err_and(|error| error.is_timeout()) && !parts.read_buf.is_empty() {
        let _ = stream.write_all(TOO_SLOW).await;
    }
    let _ = stream.shutdown().await;
}

/// Waits until a person or the machine wants an end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

impl Preview {
    fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scenes.borrow())
    }

    /// Counts a page as open until what is returned is dropped.
    fn open(&self, path: String) -> Open {
        let all = Arc::clone(&self.open);
        *lock(&all).entry(path.clone()).or_default() += 1;
        Open { path, all }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut all = lock(&self.all);
        if let Some(count) = all.get_mut(&self.path) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.path);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // One that panicked has not left a half of a change.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
