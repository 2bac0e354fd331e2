use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

use anyhow::{Context, Result};
use rig::Keeper;

use crate::free_port;

/// Where Debian has it, which is not in everybody's path.
const PROGRAM: &str = "/usr/sbin/nginx";

/// A reverse proxy of our own. It ends when this is dropped.
pub struct Nginx {
    address: SocketAddr,
    _keeper: Keeper,
}

impl Nginx {
    /// Starts one with what stands in a clinic's configuration, in which `server {` is of the address where it listens. On
    /// return it does.
    ///
    /// # Errors
    /// When it can't be started, for want of the Debian package `nginx` above all, or does not take the configuration.
    pub fn start(configuration: &str) -> Result<Self> {
        let keeper = Keeper::new()?;
        loop {
            // It can't choose one by itself, and somebody may take this one first: then it ends at once.
            let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
            let listening = configuration.replace("server {", &format!("server {{ listen {address};"));
            fs::write(keeper.folder().join("nginx.conf"), whole(&listening))?;
            let mut nginx = keeper.command(PROGRAM);
            nginx.arg("-p").arg(keeper.folder()).args(["-c", "nginx.conf", "-e", "stderr"]);
            nginx.stdout(Stdio::null()).stderr(fs::File::create(keeper.folder().join("error.log"))?);
            let mut process = nginx.spawn().context("can't start nginx: run `cargo xtask setup`")?;
            let is_there = rig::until("nginx", || {
                let said = fs::read_to_string(keeper.folder().join("error.log"))?;
                let has_ended = process.try_wait()?.is_some();
                anyhow::ensure!(!has_ended || said.contains("Address already in use"), "nginx has ended: {said}");
                Ok((has_ended || TcpStream::connect(address).is_ok()).then_some(!has_ended))
            })?;
            if is_there {
                return Ok(Self { address, _keeper: keeper });
            }
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// One process, whose files are all in its folder.
fn whole(configuration: &str) -> String {
    let folders =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path {name};\n"));
    format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {{ worker_connections 512; }}\n\
         http {{\naccess_log off;\n{}{configuration}}}\n",
        folders.concat()
    )
}
