//! Makes the namespaces a place where the PC/SC service can run alone.

use std::path::Path;

use rustix::mount::mount_bind;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, send, socket_with};

use super::FIRST_PORT;

/// Where the service looks for drivers of readers on USB.
const DRIVERS: &str = "/usr/lib/pcsc/drivers";

/// Brings the loopback up, lays the desk's own directory over `/run`, hides the drivers of real readers, and writes
/// the service's configuration: one driver, which has two readers.
pub(super) fn enter(directory: &Path, driver: &Path) -> Result<(), String> {
    loopback_up().map_err(|error| format!("a network namespace of its own ({error})"))?;
    let made = |path: &str| {
        let path = directory.join(path);
        std::fs::create_dir_all(&path).map(|()| path)
    };
    let write = || {
        made("run/pcscd")?;
        made("no-drivers")?;
        let own_driver = directory.join("driver.so");
        std::fs::copy(driver, &own_driver)?;
        let text = format!(
            "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:{FIRST_PORT:#06X}\nLIBPATH {}\nCHANNELID {FIRST_PORT:#06X}\n",
            own_driver.display()
        );
        std::fs::write(made("configuration")?.join("vpcd"), text)
    };
    write().map_err(|error: std::io::Error| format!("a directory for the PC/SC service ({error})"))?;
    let bind = |from: &str, to: &str| {
        mount_bind(directory.join(from), to)
            .map_err(|error| format!("a mount namespace of its own ({to}: {error})"))
    };
    bind("run", "/run")?;
    if Path::new(DRIVERS).is_dir() {
        bind("no-drivers", DRIVERS)?;
    }
    Ok(())
}

/// `RTM_NEWLINK` for interface 1, which is the loopback in every new namespace (rtnetlink(7)): `IFF_UP`.
fn loopback_up() -> rustix::io::Result<()> {
    let netlink = socket_with(
        AddressFamily::NETLINK,
        SocketType::RAW,
        SocketFlags::CLOEXEC,
        None,
    )?;
    let mut message = Vec::with_capacity(32);
    // Length; type; NLM_F_REQUEST | NLM_F_ACK; sequence number; port.
    message.extend(32_u32.to_ne_bytes());
    message.extend(16_u16.to_ne_bytes());
    message.extend(5_u16.to_ne_bytes());
    message.extend([1_u32, 0].map(u32::to_ne_bytes).concat());
    // Family and kind of device; index; flags; which of them change.
    message.extend([0_u32, 1, 1, 1].map(u32::to_ne_bytes).concat());
    send(&netlink, &message, SendFlags::empty())?;
    let mut answer = [0_u8; 1024];
    let (read, _) = recv(&netlink, &mut answer[..], RecvFlags::empty())?;
    // An acknowledgement is an error message with the code 0, which follows its header of 16 bytes.
    match answer.get(..read).and_then(|answer| answer.get(16..20)) {
        Some([0, 0, 0, 0]) => Ok(()),
        _ => Err(rustix::io::Errno::PERM),
    }
}
