//! A socket of the file system that leads to a port in the namespace: files are reached from outside, ports are not.

use std::io::{Read, Write, copy};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::spawn;

use rustix::net::sockopt::set_tcp_quickack;

/// Listens, and forwards each connection to the port.
pub(super) fn listen(path: &Path, port: u16) -> std::io::Result<()> {
    let listener = UnixListener::bind(path)?;
    spawn(move || {
        for outside in listener.incoming().flatten() {
            // Where the port is closed the connection is dropped: so the card is not in the reader.
            if let Ok(inside) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
                let _ = inside.set_nodelay(true);
                let _ = forward(&outside, &inside);
            }
        }
    });
    Ok(())
}

/// Forwards both ways, each in a thread of its own, until one of them ends.
fn forward(outside: &UnixStream, inside: &TcpStream) -> std::io::Result<()> {
    let (from_outside, to_outside) = (outside.try_clone()?, outside.try_clone()?);
    let (from_inside, to_inside) = (inside.try_clone()?, inside.try_clone()?);
    let (end_outside, end_inside) = (outside.try_clone()?, inside.try_clone()?);
    spawn(move || {
        until_end(from_outside, to_inside);
        let _ = end_inside.shutdown(Shutdown::Both);
    });
    spawn(move || {
        from_service(&from_inside, to_outside);
        let _ = end_outside.shutdown(Shutdown::Both);
    });
    Ok(())
}

/// What the driver sends comes in two parts, the length first; it sends the second when the first is acknowledged. So
/// that is done at once, and not after the usual 40 milliseconds.
fn from_service(mut inside: &TcpStream, mut to: impl Write) {
    let mut part = [0; 4096];
    loop {
        let _ = set_tcp_quickack(inside, true);
        match inside.read(&mut part) {
            Ok(length @ 1..) if to.write_all(&part[..length]).is_ok() => {}
            _ => return,
        }
    }
}

fn until_end(mut from: impl Read, mut to: impl Write) {
    let _ = copy(&mut from, &mut to);
}
