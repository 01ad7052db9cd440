"""Uses what an application written for Python may use; serves HTTP until it is stopped."""
import asyncio, concurrent.futures, ctypes, errno, fcntl, glob, http.server, mmap, multiprocessing, os, pathlib, pty, resource
import select, selectors, shutil, signal, socket, sqlite3, ssl, stat, subprocess, sys, tempfile, termios, threading, time, urllib.request


def attempt(function):
    try:
        function()
    except Exception as error:  # what cannot work here is noted, not fatal
        print("note:", function.__name__, repr(error)[:120], flush=True)


def files():
    d = tempfile.mkdtemp()
    f, g = d + "/f", d + "/g"
    pathlib.Path(f).write_text("x" * 100000)
    shutil.copy2(f, g); shutil.copytree(d, d + "2"); shutil.move(g, g + "2"); os.symlink(f, g); os.readlink(g); os.link(f, f + "l")
    os.chmod(f, 0o600); os.utime(f, (1, 1)); os.truncate(f, 10); os.access(f, os.R_OK); os.statvfs(d); os.listdir(d); list(os.scandir(d)); list(os.walk(d)); list(os.fwalk(d))
    os.chown(f, os.getuid(), os.getgid()); os.mkfifo(d + "/p"); os.rename(f + "l", f + "r"); os.makedirs(d + "/a/b/c"); os.removedirs(d + "/a/b/c"); glob.glob(d + "/*")
    with open(f, "r+b", buffering=0) as h:
        n = h.fileno()
        os.pwrite(n, b"abc", 0); os.pread(n, 3, 0); os.preadv(n, [bytearray(3)], 0); os.pwritev(n, [b"a", b"b"], 0); os.readv(n, [bytearray(3)]); os.writev(n, [b"a"])
        os.fsync(n); os.fdatasync(n); os.posix_fallocate(n, 0, 100000); os.posix_fadvise(n, 0, 0, os.POSIX_FADV_DONTNEED); os.ftruncate(n, 5); os.fchmod(n, 0o600); os.fchown(n, -1, -1)
        fcntl.flock(n, fcntl.LOCK_EX); fcntl.lockf(n, fcntl.LOCK_EX); os.lseek(n, 0, os.SEEK_DATA); os.dup(n); os.dup2(n, 99); os.set_inheritable(n, True); os.fstatvfs(n)
        with open(g + "3", "wb") as o: attempt(lambda: os.copy_file_range(n, o.fileno(), 3)); os.sendfile(o.fileno(), n, 0, 3)
        m = mmap.mmap(n, 0); m.flush(); m.madvise(mmap.MADV_WILLNEED); m.close()
    os.sync(); attempt(lambda: os.setxattr(f, "user.a", b"1")); attempt(lambda: os.getxattr(f, "user.a")); attempt(lambda: os.listxattr(f))
    with tempfile.TemporaryFile() as t: t.write(b"x")
    with tempfile.SpooledTemporaryFile() as t: t.write(b"x")
    shutil.rmtree(d); shutil.rmtree(d + "2"); shutil.disk_usage("/tmp"); os.umask(0o22); os.getcwd(); os.chdir("/tmp")


def processes():
    subprocess.run(["sh", "-c", "cat /etc/hostname | wc -c"], capture_output=True, check=True); subprocess.run("exit 3", shell=True)
    try: subprocess.run(["sleep", "5"], timeout=0.05)
    except subprocess.TimeoutExpired: pass
    p = subprocess.Popen(["sleep", "9"], start_new_session=True, cwd="/tmp", umask=0o77, process_group=None, preexec_fn=lambda: None); p.send_signal(signal.SIGSTOP); p.terminate(); p.kill(); p.wait()
    subprocess.Popen(["true"], process_group=0).wait(); os.waitpid(os.posix_spawn("/bin/true", ["true"], os.environ), 0); os.system("true"); os.popen("echo").read()
    pid = os.fork()
    if pid == 0: os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED); pid, fd = pty.fork()
    if pid == 0: os.execvp("true", ["true"])
    os.waitpid(pid, 0); os.close(fd)


def _square(x): return x * x


def parallel():
    ts = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(8)]; [t.start() for t in ts]; [t.join(1) for t in ts]
    e = threading.Event(); e.wait(0.01); l = threading.Lock(); l.acquire(timeout=0.01)
    for method in ("fork", "spawn", "forkserver"):
        with multiprocessing.get_context(method).Pool(2) as pool: pool.map(_square, range(10))
    with concurrent.futures.ProcessPoolExecutor(2) as pool: list(pool.map(_square, range(4)))
    q = multiprocessing.Queue(); q.put(1); q.get(); a, b = multiprocessing.Pipe(); a.send(1); b.recv()
    from multiprocessing import shared_memory
    s = shared_memory.SharedMemory(create=True, size=1000); s.close(); s.unlink()
    with multiprocessing.Manager() as m: m.dict()["a"] = 1
    v = multiprocessing.Semaphore(2); v.acquire(); v.release()


def network():
    a, b = socket.socketpair(); a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, (1).to_bytes(4, sys.byteorder))]); b.recvmsg(10, 100); a.close(); b.close()
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_UNIX, None)):
        def one():
            s = socket.socket(family)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((address, 0) if address else "/tmp/p%d.sock" % time.time_ns()); s.listen(); c = socket.socket(family)
            c.settimeout(2); c.connect(s.getsockname()); d, _ = s.accept(); c.sendall(b"hello"); d.recv(5, socket.MSG_PEEK); d.recv_into(bytearray(5)); c.getpeername(); c.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            with open("/etc/passwd", "rb") as f: c.sendfile(f)
            c.shutdown(socket.SHUT_RDWR); c.close(); d.close(); s.close()
        attempt(one)
    u = socket.socket(type=socket.SOCK_DGRAM); u.bind(("127.0.0.1", 0)); u.sendto(b"x", u.getsockname()); u.recvfrom(9)
    socket.getaddrinfo("localhost", 80); socket.gethostname(); attempt(lambda: socket.getaddrinfo("name.invalid", 80)); attempt(lambda: socket.if_nameindex()); attempt(lambda: socket.getfqdn())
    ear, mouth = os.pipe()
    for m in (select.poll, select.epoll): p = m(); p.register(ear); p.poll(0)
    select.select([ear], [], [], 0.01); selectors.DefaultSelector().close()


def system():
    resource.getrlimit(resource.RLIMIT_NOFILE); resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); resource.getrusage(resource.RUSAGE_SELF); os.times(); os.getloadavg(); os.cpu_count(); os.sched_getaffinity(0)
    os.sched_setaffinity(0, os.sched_getaffinity(0)); os.getpriority(os.PRIO_PROCESS, 0); os.nice(1); os.getpgid(0); os.getsid(0); os.getgroups(); os.getresuid(); os.uname(); os.sched_yield(); os.sysconf("SC_PHYS_PAGES")
    os.sched_getscheduler(0); os.sched_getparam(0); os.sched_get_priority_max(0); os.getrandom(8); os.urandom(8); os.eventfd(1); os.memfd_create("m"); os.pipe(); os.pipe2(os.O_CLOEXEC); os.ctermid(); attempt(os.getlogin)
    r, w = os.pipe(); os.write(w, b"x"); r2, w2 = os.pipe(); os.splice(r, w2, 1); attempt(lambda: os.timerfd_settime(os.timerfd_create(time.CLOCK_MONOTONIC), initial=1)); os.pidfd_open(os.getpid())
    signal.signal(signal.SIGALRM, lambda *_: None); signal.setitimer(signal.ITIMER_REAL, 0.01); signal.getitimer(signal.ITIMER_REAL); signal.sigtimedwait([signal.SIGUSR1], 0.02); signal.alarm(0); signal.pthread_sigmask(signal.SIG_BLOCK, [])
    signal.raise_signal(signal.SIGCHLD); signal.pthread_kill(threading.get_ident(), 0); signal.sigpending(); os.kill(os.getpid(), 0); os.killpg(os.getpgrp(), 0); signal.siginterrupt(signal.SIGALRM, False); signal.pidfd_send_signal(os.pidfd_open(os.getpid()), 0)
    time.sleep(0.01); time.clock_gettime(time.CLOCK_THREAD_CPUTIME_ID); time.clock_getres(time.CLOCK_REALTIME); time.get_clock_info("monotonic"); time.localtime(); ctypes.CDLL(None).getpid(); attempt(lambda: termios.tcgetattr(0)); attempt(lambda: os.get_terminal_size())
    import faulthandler, tracemalloc, gc, hashlib, zlib, uuid; faulthandler.enable(); faulthandler.dump_traceback_later(9); faulthandler.cancel_dump_traceback_later(); uuid.uuid1(); [bytearray(1 << 20) for _ in range(50)]; gc.collect(); hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1)


def database():
    for mode in ("wal", "delete"):
        c = sqlite3.connect("/tmp/p-%s.db" % mode); c.execute("pragma journal_mode=" + mode); c.execute("pragma mmap_size=1000000"); c.execute("create table if not exists t(a)")
        c.executemany("insert into t values (?)", [(i,) for i in range(2000)]); c.commit(); c.execute("vacuum"); c.execute("select count(*) from t").fetchall(); c.backup(sqlite3.connect("/tmp/p-b.db")); c.close()


def coroutines():
    async def main():
        loop = asyncio.get_running_loop()
        async def handle(r, w): w.write(await r.read(5)); await w.drain(); w.close()
        server = await asyncio.start_server(handle, "127.0.0.1", 0); r, w = await asyncio.open_connection(*server.sockets[0].getsockname()); w.write(b"hello"); await r.read(5); w.close(); server.close()
        s = await asyncio.start_unix_server(handle, "/tmp/a.sock"); r, w = await asyncio.open_unix_connection("/tmp/a.sock"); w.write(b"hello"); await r.read(5); w.close(); s.close()
        p = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1); await p.communicate(b"x"); loop.add_signal_handler(signal.SIGUSR1, lambda: None); os.kill(os.getpid(), signal.SIGUSR1); await asyncio.sleep(0.02)
        await loop.run_in_executor(None, time.sleep, 0.01); await asyncio.to_thread(sum, [1]); await loop.getaddrinfo("localhost", 80)
        t, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 0)); t.close(); loop.remove_signal_handler(signal.SIGUSR1)
    asyncio.run(main())


def secure():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); context.load_cert_chain("/certificate/pem"); s = socket.create_server(("127.0.0.1", 0))
    def serve(): c, _ = s.accept(); t = context.wrap_socket(c, server_side=True); t.send(t.recv(5)); t.close()
    threading.Thread(target=serve).start(); k = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); k.check_hostname = False; k.verify_mode = ssl.CERT_NONE
    c = k.wrap_socket(socket.create_connection(s.getsockname())); c.send(b"hello"); c.recv(5); c.close(); ssl.create_default_context()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = b"served\n"; self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_POST(self): self.rfile.read(int(self.headers["Content-Length"])); self.do_GET()
    def log_message(self, *_): pass


if __name__ == "__main__":
    for step in (files, processes, parallel, network, system, database, coroutines, secure): attempt(step)
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print("ready", flush=True); server.serve_forever(); server.server_close()
