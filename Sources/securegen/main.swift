import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// Not `Command.main()`: its exit code for bad usage is 64, ours is 2 for everything a person must correct on the command line.
exit(run(Array(CommandLine.arguments.dropFirst())))

func run(_ arguments: [String]) -> Int32 {
  do {
    // What nearly every call is needs no argument parser.
    if arguments.first == "build", let request = BuildRequest(usual: arguments.dropFirst()) { return request.run() }
    var command = try SecuregenCommand.parseAsRoot(arguments)
    try command.run()
    return 0
  } catch let code as ExitCode {
    return code.rawValue
  } catch {
    let message = SecuregenCommand.fullMessage(for: error)
    let isHelp = SecuregenCommand.exitCode(for: error) == .success
    writeText(message + (message.hasSuffix("\n") ? "" : "\n"), to: isHelp ? 1 : 2)
    return isHelp ? 0 : 2
  }
}
