//! The system calls that count, and where their operands are.
//!
//! The number of a call and its arguments come in. Out come its name and its [`Operands`], if the call can change
//! something outside the process. Turning operands into paths is in [`names`](super::names).

use nix::libc;

/// The operands of a call. The numbers are indices of its arguments.
#[derive(Clone, Copy)]
pub(super) enum Operands {
    /// It has none.
    Nothing,
    /// A file descriptor.
    Fd(usize),
    /// A file descriptor. The call counts only if this is a socket.
    SocketOnly(usize),
    /// A path relative to the working folder.
    Path(usize),
    /// The file descriptor of a folder, and a path relative to it.
    PathAt(usize, usize),
    /// Two paths relative to the working folder.
    Paths(usize, usize),
    /// The file descriptor of a folder and a path relative to it, twice.
    PathsAt([usize; 4]),
    /// The file descriptor of a folder, a path relative to it, and a `struct open_how`.
    OpenHow(usize, usize, usize),
}

/// The arguments of a call.
pub(super) type Arguments = [u64; 6];

/// Whether these flags let `open` change anything.
pub(super) fn opening_changes(flags: u64) -> bool {
    // O_TMPFILE contains the bit of O_DIRECTORY, which alone changes nothing.
    let temporary = libc::O_TMPFILE & !libc::O_DIRECTORY;
    let changing = libc::O_CREAT | libc::O_TRUNC | temporary;
    flags & u64::from(changing.unsigned_abs()) != 0
}

/// The name and the operands of a call, if it counts by its number and flags.
pub(super) fn relevant(number: i64, arguments: &Arguments) -> Option<(&'static str, Operands)> {
    use Operands::{Fd, Nothing, OpenHow, Path, PathAt, Paths, PathsAt, SocketOnly};

    Some(match number {
        libc::SYS_write => ("write", Fd(0)),
        libc::SYS_pwrite64 => ("pwrite64", Fd(0)),
        libc::SYS_writev => ("writev", Fd(0)),
        libc::SYS_pwritev => ("pwritev", Fd(0)),
        libc::SYS_pwritev2 => ("pwritev2", Fd(0)),
        libc::SYS_sendfile => ("sendfile", Fd(0)),
        libc::SYS_copy_file_range => ("copy_file_range", Fd(2)),
        libc::SYS_splice => ("splice", Fd(2)),
        libc::SYS_ftruncate => ("ftruncate", Fd(0)),
        libc::SYS_truncate => ("truncate", Path(0)),
        libc::SYS_fallocate => ("fallocate", Fd(0)),

        libc::SYS_fsync => ("fsync", Fd(0)),
        libc::SYS_fdatasync => ("fdatasync", Fd(0)),
        libc::SYS_sync_file_range => ("sync_file_range", Fd(0)),
        libc::SYS_syncfs => ("syncfs", Fd(0)),
        libc::SYS_sync => ("sync", Nothing),

        libc::SYS_open if opening_changes(arguments[1]) => ("open", Path(0)),
        libc::SYS_openat if opening_changes(arguments[2]) => ("openat", PathAt(0, 1)),
        libc::SYS_openat2 => ("openat2", OpenHow(0, 1, 2)),
        libc::SYS_creat => ("creat", Path(0)),
        libc::SYS_mknod => ("mknod", Path(0)),
        libc::SYS_mknodat => ("mknodat", PathAt(0, 1)),
        libc::SYS_mkdir => ("mkdir", Path(0)),
        libc::SYS_mkdirat => ("mkdirat", PathAt(0, 1)),
        libc::SYS_rmdir => ("rmdir", Path(0)),
        libc::SYS_unlink => ("unlink", Path(0)),
        libc::SYS_unlinkat => ("unlinkat", PathAt(0, 1)),
        libc::SYS_symlink => ("symlink", Path(1)),
        libc::SYS_symlinkat => ("symlinkat", PathAt(1, 2)),
        libc::SYS_link => ("link", Paths(0, 1)),
        libc::SYS_linkat => ("linkat", PathsAt([0, 1, 2, 3])),
        libc::SYS_rename => ("rename", Paths(0, 1)),
        libc::SYS_renameat => ("renameat", PathsAt([0, 1, 2, 3])),
        libc::SYS_renameat2 => ("renameat2", PathsAt([0, 1, 2, 3])),

        libc::SYS_chmod => ("chmod", Path(0)),
        libc::SYS_fchmod => ("fchmod", Fd(0)),
        libc::SYS_fchmodat => ("fchmodat", PathAt(0, 1)),
        libc::SYS_fchmodat2 => ("fchmodat2", PathAt(0, 1)),
        libc::SYS_chown => ("chown", Path(0)),
        libc::SYS_lchown => ("lchown", Path(0)),
        libc::SYS_fchown => ("fchown", Fd(0)),
        libc::SYS_fchownat => ("fchownat", PathAt(0, 1)),
        libc::SYS_setxattr => ("setxattr", Path(0)),
        libc::SYS_lsetxattr => ("lsetxattr", Path(0)),
        libc::SYS_fsetxattr => ("fsetxattr", Fd(0)),
        libc::SYS_removexattr => ("removexattr", Path(0)),
        libc::SYS_lremovexattr => ("lremovexattr", Path(0)),
        libc::SYS_fremovexattr => ("fremovexattr", Fd(0)),
        libc::SYS_flock => ("flock", Fd(0)),

        libc::SYS_connect => ("connect", Fd(0)),
        libc::SYS_shutdown => ("shutdown", Fd(0)),
        libc::SYS_sendto => ("sendto", Fd(0)),
        libc::SYS_sendmsg => ("sendmsg", Fd(0)),
        libc::SYS_sendmmsg => ("sendmmsg", Fd(0)),
        libc::SYS_recvfrom => ("recvfrom", Fd(0)),
        libc::SYS_recvmsg => ("recvmsg", Fd(0)),
        libc::SYS_recvmmsg => ("recvmmsg", Fd(0)),
        libc::SYS_read => ("read", SocketOnly(0)),
        libc::SYS_readv => ("readv", SocketOnly(0)),
        _ => return None,
    })
}
