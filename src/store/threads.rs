//! The store's own threads: one that writes, with group commit, and some that read. Queues are bounded.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use tokio::sync::oneshot;

use super::StoreError;
use super::inbox::InboxIndex;
use super::seal::{KeyRing, Sealer};
use super::sqlite::Files;
use super::vault::{Reading, Work};

/// Jobs that may wait; past this the store says that it is overloaded.
pub(super) const QUEUE: usize = 1_024;

/// Jobs in one group commit at most: about what 64 KiB-pages of WAL and one fsync carry without holding up the first of them.
const BATCH: usize = 128;

/// Tells the caller how a job ended, once the batch is durable or failed.
type Acknowledge = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Runs with the files, or is told why it cannot.
type WriteJob = Box<dyn FnOnce(Result<&mut Work<'_>, StoreError>) -> Option<Acknowledge> + Send>;

type ReadJob = Box<dyn FnOnce(&Reading<'_>) + Send>;

enum Job {
    Write(WriteJob),
    Read(ReadJob),
}

/// The threads and the way to them; dropping it waits until they are done.
pub(super) struct Threads {
    writer: Option<SyncSender<Job>>,
    readers: Option<SyncSender<ReadJob>>,
    handles: Vec<JoinHandle<()>>,
    /// The writer has stopped: nothing becomes durable any more.
    stopped: Arc<AtomicBool>,
}

impl Threads {
    pub(super) fn start(files: Files, readers: Vec<Files>, ring: &Arc<KeyRing>, tenant: &'static str) -> Result<Self, StoreError> {
        let (writer, jobs) = sync_channel(QUEUE);
        let mut handles = Vec::new();
        let mut spawn = |name: &str, run: Box<dyn FnOnce() + Send>| -> Result<(), StoreError> {
            handles.push(Builder::new().name(name.to_owned()).spawn(run).map_err(|_| StoreError::Stopped)?);
            Ok(())
        };
        let writer_ring = ring.clone();
        let stopped = Arc::new(AtomicBool::new(false));
        let has_stopped = stopped.clone();
        spawn("store-writer", Box::new(move || write_loop(&files, &writer_ring, tenant, &jobs, &has_stopped)))?;
        let read_queue = if readers.is_empty() {
            None
        } else {
            let (sender, jobs) = sync_channel(QUEUE);
            let jobs = Arc::new(Mutex::new(jobs));
            for files in readers {
                let (jobs, ring) = (jobs.clone(), ring.clone());
                spawn("store-reader", Box::new(move || read_loop(&files, &ring, tenant, &jobs)))?;
            }
            Some(sender)
        };
        Ok(Self { writer: Some(writer), readers: read_queue, handles, stopped })
    }

    /// Whether what is written can become durable: the writing thread lives and has met no disk that failed.
    pub(super) fn can_write(&self) -> bool {
        !self.stopped.load(Ordering::Relaxed)
    }

    /// Runs a job on the writing thread; ready when its batch is durable.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, answer) = oneshot::channel();
        let job: WriteJob = Box::new(move |files| match files.and_then(work) {
            // The caller may have left; the work is done all the same.
            Err(error) => {
                let _ = sender.send(Err(error));
                None
            }
            Ok(value) => Some(Box::new(move |durable| {
                let _ = sender.send(durable.map(|()| value));
            })),
        });
        send(self.writer.as_ref(), Job::Write(job))?;
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Runs a job on a reading thread.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reading<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, answer) = oneshot::channel();
        let job: ReadJob = Box::new(move |reading| {
            let _ = sender.send(work(reading));
        });
        match &self.readers {
            Some(readers) => send(Some(readers), job)?,
            None => send(self.writer.as_ref(), Job::Read(job))?,
        }
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.writer = None;
        self.readers = None;
        for handle in self.handles.drain(..) {
            // A thread that panicked has already failed its callers.
            let _ = handle.join();
        }
    }
}

fn send<J>(queue: Option<&SyncSender<J>>, job: J) -> Result<(), StoreError> {
    queue.ok_or(StoreError::Stopped)?.try_send(job).map_err(|error| match error {
        TrySendError::Full(_) => StoreError::Overloaded,
        TrySendError::Disconnected(_) => StoreError::Stopped,
    })
}

/// Says that the writing thread is gone, also when it panicked.
struct Stops<'a>(&'a AtomicBool);

impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn write_loop(files: &Files, ring: &KeyRing, tenant: &str, jobs: &Receiver<Job>, stopped: &AtomicBool) {
    let _stops = Stops(stopped);
    let mut writer = Writer { files, ring, tenant, sealer: Sealer::new(), inbox: None, stopped };
    while let Ok(first) = jobs.recv() {
        let batch: Vec<Job> = std::iter::once(first).chain(jobs.try_iter().take(BATCH - 1)).collect();
        writer.run(batch);
    }
}

struct Writer<'a> {
    files: &'a Files,
    ring: &'a KeyRing,
    tenant: &'a str,
    sealer: Sealer,
    inbox: Option<InboxIndex>,
    stopped: &'a AtomicBool,
}

impl Writer<'_> {
    /// One group commit, then the reads that came with it.
    fn run(&mut self, batch: Vec<Job>) {
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for job in batch {
            match job {
                Job::Write(job) => writes.push(job),
                Job::Read(job) => reads.push(job),
            }
        }
        if !writes.is_empty() {
            self.write(writes);
        }
        let reading = Reading { files: self.files, ring: self.ring, tenant: self.tenant };
        for job in reads {
            job(&reading);
        }
    }

    fn write(&mut self, jobs: Vec<WriteJob>) {
        let begun = if self.stopped.load(Ordering::Relaxed) { Err(StoreError::Stopped) } else { self.files.begin() };
        if let Err(error) = begun {
            self.files.roll_back();
            for job in jobs {
                job(Err(error.clone()));
            }
            return;
        }
        let mut done = Vec::with_capacity(jobs.len());
        for job in jobs {
            done.extend(self.run_job(job));
        }
        let durable = if self.files.is_in_batch() { self.files.commit() } else { Err(StoreError::Undone) };
        if let Err(error) = &durable {
            self.files.roll_back();
            self.inbox = None;
            // What an fsync that failed has left on the disk is unknown: a later one that succeeds would prove nothing.
            let is_over = matches!(error, StoreError::DiskFailed { .. } | StoreError::Corrupt { .. });
            self.stopped.store(is_over, Ordering::Relaxed);
        }
        for acknowledge in done {
            acknowledge(durable.clone());
        }
    }

    /// Runs one job so that, if it fails, the rest of the batch is untouched.
    fn run_job(&mut self, job: WriteJob) -> Option<Acknowledge> {
        let marked = if self.files.is_in_batch() { self.files.mark() } else { Err(StoreError::Undone) };
        if let Err(error) = marked {
            return job(Err(error));
        }
        let reading = Reading { files: self.files, ring: self.ring, tenant: self.tenant };
        let mut work = Work { reading, sealer: &mut self.sealer, inbox: &mut self.inbox };
        let acknowledge = job(Ok(&mut work));
        let closed = if acknowledge.is_some() { self.files.keep() } else { self.files.undo() };
        if acknowledge.is_none() {
            self.inbox = None;
        }
        if closed.is_err() {
            // The files cannot be left half done: the batch as a whole is given up.
            self.files.roll_back();
        }
        acknowledge
    }
}

fn read_loop(files: &Files, ring: &KeyRing, tenant: &str, jobs: &Mutex<Receiver<ReadJob>>) {
    let reading = Reading { files, ring, tenant };
    loop {
        // Held only while waiting: the next reader takes over as soon as this one has a job.
        let job = match jobs.lock() {
            Ok(jobs) => jobs.recv(),
            Err(_) => return,
        };
        let Ok(job) = job else { return };
        files.snapshot(|| job(&reading));
    }
}
