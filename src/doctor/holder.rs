//! Which process has a port: the kernel's tables name a socket, and the process has it among its files.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use super::facts::Holder;
use super::kernel;

/// Who stands in the way of listening there over `tcp` or `udp`; none where this user may not know.
pub(super) fn of(address: SocketAddr, protocol: &str) -> Option<Holder> {
    let tables = [protocol.to_owned(), format!("{protocol}6")];
    let read =
        |table: &String| fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default();
    let inodes = tables.iter().flat_map(|table| kernel::holders(&read(table), address));
    let names: Vec<_> = inodes.map(|inode| format!("socket:[{inode}]")).collect();
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    processes.map(|entry| entry.path()).find_map(|process| held(&process, &names))
}

/// The process, if it has one of these open.
fn held(process: &Path, sockets: &[String]) -> Option<Holder> {
    let pid = process.file_name()?.to_str()?.parse().ok()?;
    let files = fs::read_dir(process.join("fd")).ok()?.filter_map(Result::ok);
    let has = |target: &Path| sockets.iter().any(|socket| target == Path::new(socket));
    let is_it = files.filter_map(|file| fs::read_link(file.path()).ok()).any(|target| has(&target));
    let name = fs::read_to_string(process.join("comm")).ok()?;
    is_it.then(|| Holder { pid, name: name.trim().to_owned() })
}
