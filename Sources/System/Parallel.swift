import Glibc
import Synchronization

/// How many processors this process may use, at least 1.
public func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Calls `body` once for every index below `count`, on as many threads as there are processors, and gives the results in order.
/// Threads instead of tasks: an async main alone would cost more start-up time than a whole build of one stack.
public func parallelMap<Result: Sendable>(count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
  let threads = min(count, processorCount())
  guard threads > 1 else { return (0..<count).map(body) }
  let work = SharedWork(count: count, body: body)
  var handles: [pthread_t] = []
  for _ in 1..<threads {
    var handle = pthread_t()
    let argument = unsafe Unmanaged.passRetained(ThreadBody { work.drain() })
    let status = unsafe pthread_create(
      &handle, nil,
      { raw in
        unsafe Unmanaged<ThreadBody>.fromOpaque(raw!).takeRetainedValue().run()
        return nil
      }, unsafe argument.toOpaque())
    if status == 0 { handles.append(handle) } else { unsafe argument.release() }
  }
  work.drain()
  for handle in handles { pthread_join(handle, nil) }
  return work.results()
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private final class SharedWork<Result: Sendable>: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int
  private let body: @Sendable (Int) -> Result
  private let done: Mutex<[Result?]>

  init(count: Int, body: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.body = body
    done = Mutex([Result?](repeating: nil, count: count))
  }

  func drain() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let result = body(index)
      done.withLock { $0[index] = result }
    }
  }

  func results() -> [Result] { done.withLock { $0.compactMap { $0 } } }
}
