//! What the kernel says of the server's process: CPU seconds and resident memory.

use std::fs;

use anyhow::Context;

/// What Linux shows to programs, whatever its own timer does.
const TICKS_PER_SECOND: f64 = 100.0;

/// CPU seconds of a process so far, user and system, all threads (`/proc/PID/stat`).
pub(crate) fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("no such process")?;
    let ticks = cpu_ticks(&stat).context("a stat line of another form")?;
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// Fields 14 and 15. The name in field 2 may hold spaces and brackets: count from its end.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

/// Resident bytes of a process (`/proc/PID/status`).
pub(crate) fn resident_bytes(pid: u32) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("no such process")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).context("no VmRSS line")?;
    Ok(kib.parse::<u64>()? << 10)
}

/// Lets this process open as many descriptors as the hard limit allows; returns how many.
pub(crate) fn raise_descriptor_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now =
        if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
    now.unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_is_read_past_a_name_with_brackets() {
        let stat = "7 (a b) c) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0 20 0 1 0 99";
        assert_eq!(cpu_ticks(stat), Some(175));
    }

    #[test]
    fn this_process_has_memory_and_used_cpu() {
        let pid = std::process::id();
        assert!(resident_bytes(pid).unwrap() > 0);
        assert!(cpu_seconds(pid).unwrap() >= 0.0);
    }
}
