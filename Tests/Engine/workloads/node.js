// Uses what an application written for node may use; serves HTTP until it is stopped.
const fs = require('fs'), os = require('os'), net = require('net'), http = require('http'), http2 = require('http2')
const crypto = require('crypto'), zlib = require('zlib'), dgram = require('dgram'), dns = require('dns'), cp = require('child_process')
const cluster = require('cluster'), path = require('path'), { Worker, isMainThread, parentPort } = require('worker_threads')
const { performance, monitorEventLoopDelay } = require('perf_hooks')
const attempt = async (what, f) => { try { await f() } catch (e) { console.log('note:', what, e.code || e.message) } }
if (!isMainThread) { parentPort.postMessage(Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)); process.exit(0) }
if (process.argv[2] === 'child') { process.send({ ok: 1 }, () => process.exit(0)); return }
if (cluster.isWorker) { http.createServer((q, s) => s.end('cluster')).listen(3456, () => setTimeout(() => process.exit(0), 300)); return }
async function everything() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'w-')), f = path.join(dir, 'f'), g = path.join(dir, 'g')
  await attempt('files', async () => {
    fs.writeFileSync(f, 'x'.repeat(100000)); fs.appendFileSync(f, 'y'); fs.copyFileSync(f, g); fs.copyFileSync(f, g, fs.constants.COPYFILE_FICLONE)
    fs.renameSync(g, g + '2'); fs.symlinkSync(f, g); fs.readlinkSync(g); fs.realpathSync.native(g); fs.linkSync(f, f + 'l'); fs.truncateSync(f, 5)
    fs.utimesSync(f, 1, 1); fs.lutimesSync(g, 1, 1); fs.chmodSync(f, 0o600); fs.accessSync(f); fs.statSync(f); fs.lstatSync(g); fs.statfsSync(dir)
    fs.mkdirSync(path.join(dir, 'a/b/c'), { recursive: true }); fs.cpSync(dir, dir + '-copy', { recursive: true }); fs.readdirSync(dir, { withFileTypes: true })
    const d = fs.openSync(f, 'r+'); fs.writevSync(d, [Buffer.from('a'), Buffer.from('b')], 0); fs.readvSync(d, [Buffer.alloc(1)], 0)
    fs.writeSync(d, 'z', 0); fs.readSync(d, Buffer.alloc(3), 0, 3, 0); fs.fsyncSync(d); fs.fdatasyncSync(d); fs.ftruncateSync(d, 2); fs.fchmodSync(d, 0o644)
    fs.futimesSync(d, 1, 1); fs.fchownSync(d, process.getuid(), process.getgid()); fs.closeSync(d); fs.chownSync(f, process.getuid(), process.getgid())
    for await (const e of await fs.promises.opendir(dir)) e.name
    await fs.promises.readFile(f); await fs.promises.writeFile(g + '3', 'p', { flush: true }); await fs.promises.rm(dir + '-copy', { recursive: true })
    const watch = fs.watch(dir); fs.writeFileSync(f + 'w', '1'); await new Promise(r => setTimeout(r, 50)); watch.close()
    fs.watchFile(f, () => {}); fs.unwatchFile(f)
    await new Promise((r, j) => fs.createReadStream(f).pipe(zlib.createGzip()).pipe(fs.createWriteStream(f + '.gz')).on('finish', r).on('error', j))
    fs.unlinkSync(f); fs.rmSync(dir, { recursive: true })
  })
  await attempt('crypto', async () => {
    await new Promise(r => crypto.pbkdf2('a', 'b', 1000, 32, 'sha512', r)); await new Promise(r => crypto.scrypt('a', 'b', 32, r)); crypto.randomBytes(64)
    await new Promise(r => crypto.generateKeyPair('rsa', { modulusLength: 2048 }, r)); crypto.createHash('sha256').update('x').digest(); crypto.randomUUID()
  })
  await attempt('workers', () => Promise.all([1, 2, 3].map(() => new Promise((r, j) => new Worker(__filename).on('message', r).on('error', j)))))
  await attempt('children', async () => {
    cp.execSync('echo a | cat'); cp.spawnSync('sleep', ['5'], { timeout: 50 }); await new Promise(r => cp.spawn('sh', ['-c', 'exit 3'], { detached: true, cwd: '/tmp' }).on('exit', r))
    await new Promise(r => cp.fork(__filename, ['child']).on('message', r)); const s = cp.spawn('sleep', ['9']); s.kill(); await new Promise(r => s.on('exit', r))
  })
  await attempt('cluster', async () => { cluster.setupPrimary({ args: [] }); const w = [cluster.fork(), cluster.fork()]; await Promise.all(w.map(x => new Promise(r => x.on('exit', r)))) })
  await attempt('unix', () => new Promise((r, j) => { const s = net.createServer(c => c.end('u')).listen('/tmp/n.sock', () => net.connect('/tmp/n.sock').on('close', () => s.close(r)).resume()).on('error', j) }))
  await attempt('tcp6', () => new Promise((r, j) => { const s = net.createServer(c => c.end('u')).listen(0, '::1', () => { const c = net.connect(s.address().port, '::1').on('close', () => s.close(r)).on('error', j); c.setKeepAlive(true, 1000); c.setNoDelay(true); c.resume() }).on('error', j) }))
  await attempt('udp', () => new Promise(r => { const s = dgram.createSocket('udp4').on('message', () => s.close(r)).bind(0, '127.0.0.1', () => { s.setBroadcast(true); s.setTTL(9); s.send('x', s.address().port, '127.0.0.1') }) }))
  await attempt('dns', async () => { await dns.promises.lookup('localhost', { all: true }); await dns.promises.resolve4('name.invalid').catch(() => {}); await fetch('http://127.0.0.1:1/').catch(() => {}) })
  await attempt('h2', () => new Promise((r, j) => {
    const pem = fs.readFileSync('/certificate/pem')
    const s = http2.createSecureServer({ key: pem, cert: pem }, (q, p) => p.end('h2')).listen(0, '127.0.0.1', () => {
      const c = http2.connect('https://127.0.0.1:' + s.address().port, { rejectUnauthorized: false }).on('error', j)
      c.request({ ':path': '/' }).on('end', () => { c.close(); s.close(r) }).resume()
    })
  }))
  os.cpus(); os.networkInterfaces(); os.loadavg(); os.uptime(); os.freemem(); os.hostname(); os.release(); os.availableParallelism(); os.getPriority(); await attempt('user', () => os.userInfo())
  await attempt('nice', () => os.setPriority(1)); process.memoryUsage(); process.resourceUsage(); process.cpuUsage(); process.constrainedMemory(); process.umask(); process.title = 'w'
  await attempt('signals', () => new Promise(r => { process.once('SIGUSR2', r); process.kill(process.pid, 'SIGUSR2') }))
  await attempt('wasm', () => WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])))
  await attempt('esm', () => import('node:timers/promises').then(t => t.setTimeout(10)))
  await attempt('sqlite', () => { const { DatabaseSync } = require('node:sqlite'); const d = new DatabaseSync('/tmp/n.db'); d.exec('create table if not exists t(a); insert into t values (1)'); d.close() })
  const h = monitorEventLoopDelay(); h.enable(); h.disable(); const big = []; for (let i = 0; i < 200; i++) big.push(Buffer.alloc(1 << 18, 1)); if (global.gc) gc()
  process.stdout.write(process.stdin.isTTY ? 'tty\n' : 'no tty\n'); await attempt('report', () => process.report.getReport())
}
everything().then(() => {
  const server = http.createServer((q, s) => { let n = 0; q.on('data', c => { n += c.length }).on('end', () => s.end('served ' + n + '\n')) }).listen(3000, () => console.log('ready'))
  process.on('SIGTERM', () => server.close(() => process.exit(0)) && server.closeAllConnections())
})
