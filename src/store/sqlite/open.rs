//! Opening a store: checks first, so that a store which is refused stays as it was.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::data::DataFile;
use super::keys::{Installation, KeysFile, TenantKeyRow};
use super::lock::Lock;
use super::{Files, migrate, of};
use crate::store::StoreError;
use crate::store::error::StoreFile;
use crate::store::seal::{KeyId, KeyRing, RootKey, Sealer, TenantKeyKind, TenantKeyLabel, WrappedKey, create_tenant_key, random};

/// What a process wants to do with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Serve it: alone, with reading threads; a new store is made in an empty data folder.
    Serve,
    /// Change it, alone, by a command.
    Write,
    /// Read it, beside whoever serves it.
    Read,
}

/// Where a store lies and how to open it.
pub struct StoreSettings {
    /// The folder of `data.db` and the lock; it must exist.
    pub data_dir: PathBuf,
    /// The file with the wrapped keys, `keys.db` in the data folder unless it is kept on another disk.
    pub keys_file: PathBuf,
    /// The key that opens everything.
    pub root: RootKey,
    /// What the process wants to do.
    pub access: Access,
    /// Whether writes reach the disk before they are acknowledged; a durability test shows that it fails without.
    #[cfg(feature = "test-clock")]
    pub synchronous: bool,
}

impl StoreSettings {
    /// Both files in one data folder.
    pub fn new(data_dir: impl Into<PathBuf>, root: RootKey, access: Access) -> Self {
        let data_dir = data_dir.into();
        let keys_file = data_dir.join("keys.db");
        Self {
            data_dir,
            keys_file,
            root,
            access,
            #[cfg(feature = "test-clock")]
            synchronous: true,
        }
    }

    #[cfg(feature = "test-clock")]
    fn synchronous(&self) -> bool {
        self.synchronous
    }

    #[cfg(not(feature = "test-clock"))]
    #[expect(clippy::unused_self, reason = "a released build has no such setting")]
    fn synchronous(&self) -> bool {
        true
    }
}

/// An open store: the main pair of connections, further ones for reading threads, the keys and the lock.
pub(in crate::store) struct Opened {
    pub(in crate::store) files: Files,
    pub(in crate::store) readers: Vec<Files>,
    pub(in crate::store) ring: KeyRing,
    pub(in crate::store) lock: Option<Lock>,
}

/// Threads that read beside the writer. Reads are short; two keep one slow read from holding up the others.
const READERS: usize = 2;

/// How long a connection waits for another one's short lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Makes a data folder (0700) where there is none; the folder above it must exist.
///
/// # Errors
/// [`StoreError::Io`] when the system refuses.
pub fn create_folder(data_dir: &Path) -> Result<(), StoreError> {
    match DirBuilder::new().mode(0o700).create(data_dir) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(StoreError::io(data_dir, &error)),
        _ => Ok(()),
    }
}

/// Opens the pair of files for a tenant.
pub(in crate::store) fn open(settings: &StoreSettings, tenant: &str) -> Result<Opened, StoreError> {
    let data_file = settings.data_dir.join("data.db");
    if !settings.data_dir.is_dir() {
        return Err(StoreError::NoFolder { path: settings.data_dir.clone() });
    }
    let is_new = is_new(&data_file, settings)?;
    if is_new && settings.access != Access::Serve {
        return Err(StoreError::NoStore { path: settings.data_dir.clone() });
    }
    let may_write = settings.access != Access::Read;
    let lock = if may_write { Some(Lock::take(&settings.data_dir)?) } else { None };
    if !may_write {
        roll_back(settings)?;
    }

    if is_new {
        create_file(&settings.keys_file)?;
    }
    let keys = KeysFile(connect(&settings.keys_file, StoreFile::Keys, may_write)?);
    let keys_version = migrate::check(&keys.0, StoreFile::Keys, may_write)?;
    if keys_version > 0 {
        check_root(&keys, &settings.root)?;
    }
    if is_new {
        create_file(&data_file)?;
    }
    let data = DataFile(connect(&data_file, StoreFile::Data, may_write)?);
    let data_version = migrate::check(&data.0, StoreFile::Data, may_write)?;
    if data_version == 0 && keys_version > 0 && !keys.is_unused()? {
        return Err(StoreError::Missing { missing: StoreFile::Data });
    }
    let files = Files { data, keys };
    if may_write {
        for path in [&data_file, &settings.keys_file] {
            fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(|error| StoreError::io(path, &error))?;
        }
        set_up(&files, settings.synchronous())?;
        migrate_both(&files, &settings.root, tenant)?;
    }
    if files.keys.installation()?.id != files.data.installation()? {
        return Err(StoreError::Unpaired);
    }
    if settings.access == Access::Serve {
        quick_check(&files.keys.0, StoreFile::Keys)?;
        quick_check(&files.data.0, StoreFile::Data)?;
    }
    let ring = open_ring(&files.keys, &settings.root, tenant)?;
    let mut readers = Vec::new();
    if settings.access == Access::Serve {
        for _ in 0..READERS {
            let data = DataFile(connect(&data_file, StoreFile::Data, false)?);
            readers.push(Files { data, keys: KeysFile(connect(&settings.keys_file, StoreFile::Keys, false)?) });
        }
    }
    Ok(Opened { files, readers, ring, lock })
}

/// A store in memory under a root key that is thrown away.
pub(in crate::store) fn open_in_memory(tenant: &str) -> Result<Opened, StoreError> {
    let root = RootKey::throw_away()?;
    let connect = |file| Connection::open_in_memory().map_err(of(file));
    let files = Files { data: DataFile(connect(StoreFile::Data)?), keys: KeysFile(connect(StoreFile::Keys)?) };
    migrate_both(&files, &root, tenant)?;
    let ring = open_ring(&files.keys, &root, tenant)?;
    Ok(Opened { files, readers: Vec::new(), ring, lock: None })
}

/// Whether there is no store yet. One file without the other is refused, unless making the store was cut short.
fn is_new(data_file: &Path, settings: &StoreSettings) -> Result<bool, StoreError> {
    let has_content = |path: &Path| match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len() > 0),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io(path, &error)),
    };
    match (has_content(data_file)?, has_content(&settings.keys_file)?) {
        (true, true) => Ok(false),
        (false, false) => Ok(true),
        (true, false) => {
            let data = connect(data_file, StoreFile::Data, false)?;
            let unused = migrate::version(&data, StoreFile::Data)? == 0;
            if unused { Ok(true) } else { Err(StoreError::Missing { missing: StoreFile::Keys }) }
        }
        (false, true) => {
            let keys = KeysFile(connect(&settings.keys_file, StoreFile::Keys, false)?);
            let unused = migrate::version(&keys.0, StoreFile::Keys)? == 0 || keys.is_unused()?;
            if unused { Ok(true) } else { Err(StoreError::Missing { missing: StoreFile::Data }) }
        }
    }
}

/// Makes an empty file of mode 0600, durably; `SQLite` gives its journals the same mode.
fn create_file(path: &Path) -> Result<(), StoreError> {
    let io = |error: std::io::Error| StoreError::io(path, &error);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(io(error)),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)
}

/// Rolls back what a crash left half written in the keys file: its journal, which a connection that only reads may not
/// touch, so that every reading command would be refused until the server starts. Whoever holds the lock does it alone.
fn roll_back(settings: &StoreSettings) -> Result<(), StoreError> {
    let mut journal = settings.keys_file.clone().into_os_string();
    journal.push("-journal");
    if !Path::new(&journal).exists() {
        return Ok(());
    }
    // A journal under a lock that somebody holds is no wreck: it belongs to a commit under way.
    let Ok(_lock) = Lock::take(&settings.data_dir) else { return Ok(()) };
    let keys = connect(&settings.keys_file, StoreFile::Keys, true)?;
    migrate::version(&keys, StoreFile::Keys).map(|_| ())
}

fn connect(path: &Path, file: StoreFile, may_write: bool) -> Result<Connection, StoreError> {
    let mode = if may_write { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(of(file))?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(of(file))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Nothing that SQLite sorts or builds on the way may reach a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY").map_err(of(file))?;
    Ok(connection)
}

fn check_root(keys: &KeysFile, root: &RootKey) -> Result<(), StoreError> {
    let expected = keys.installation()?.root_id;
    if expected == root.id() { Ok(()) } else { Err(StoreError::WrongRootKey { expected, found: root.id() }) }
}

/// Journals and durability.
fn set_up(files: &Files, synchronous: bool) -> Result<(), StoreError> {
    let set = |connection: &Connection, file, pragmas: [(&str, &str); 3]| {
        pragmas.into_iter().try_for_each(|(name, value)| {
            // Some pragmas answer with the value in force, others with nothing.
            match connection.pragma_update_and_check(None, name, value, |_| Ok(())) {
                Ok(()) | Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
                Err(error) => Err(of(file)(error)),
            }
        })
    };
    let level = |level| if synchronous { level } else { "OFF" };
    set(&files.keys.0, StoreFile::Keys, [("journal_mode", "DELETE"), ("synchronous", level("EXTRA")), ("secure_delete", "ON")])?;
    set(&files.data.0, StoreFile::Data, [("journal_mode", "WAL"), ("synchronous", level("FULL")), ("wal_autocheckpoint", "1000")])
}

fn migrate_both(files: &Files, root: &RootKey, tenant: &str) -> Result<(), StoreError> {
    migrate::migrate(&files.keys.0, StoreFile::Keys, |connection| {
        let installation = Installation { id: random::bytes()?, root_epoch: 1, root_id: root.id() };
        KeysFile::set_installation(connection, &installation)?;
        let mut sealer = Sealer::new();
        for kind in TenantKeyKind::ALL {
            let label = TenantKeyLabel { kind, tenant, key_id: KeyId::random()?, generation: 1, epoch: installation.root_epoch };
            let key = create_tenant_key(root, &mut sealer, &label)?;
            let row = TenantKeyRow { key_id: label.key_id, generation: label.generation, epoch: label.epoch, key };
            KeysFile::add_tenant_key(connection, tenant, kind, &row)?;
        }
        Ok(())
    })?;
    let installation = files.keys.installation()?;
    migrate::migrate(&files.data.0, StoreFile::Data, |connection| DataFile::set_installation(connection, &installation.id))
}

fn open_ring(keys: &KeysFile, root: &RootKey, tenant: &str) -> Result<KeyRing, StoreError> {
    KeyRing::open(root, |kind| -> Result<(TenantKeyLabel<'_>, WrappedKey), StoreError> {
        let row = keys.tenant_key(tenant, kind)?.ok_or(StoreError::TenantKeys)?;
        let label = TenantKeyLabel { kind, tenant, key_id: row.key_id, generation: row.generation, epoch: row.epoch };
        Ok((label, row.key))
    })
}

fn quick_check(connection: &Connection, file: StoreFile) -> Result<(), StoreError> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(of(file))?;
    if answer == "ok" { Ok(()) } else { Err(StoreError::Corrupt { file }) }
}
