import Catalog
import Languages
import Planning
import Stack

extension DockerfileStages {
  /// Gives the service its own numbered account: no password, no shell, no home.
  var accountCommands: (why: CommentText, commands: [ShellCommand]) {
    if let name = service.runtime.renamesAccount {
      return (
        CommentText("The image's scripts look their account up by name: \(name) keeps its name and gets the service's own number."),
        renumber(name)
      )
    }
    let why: CommentText = "The service's own account: no password, no shell, no home."
    let isOurs = service.user == service.runtime.account.user
    return (why, runtime.isCatalogImage && isOurs ? create(service.runtime.account.name) : append(service.runtime.account.name))
  }

  private var uid: ShellWord { .text(String(service.user.uid)) }
  private var gid: ShellWord { .text(String(service.user.gid)) }

  private func create(_ name: StaticString) -> [ShellCommand] {
    let name = ShellWord.text(name.description)
    return [
      ShellCommand("groupadd", "--gid", gid, name),
      // --no-log-init: lastlog would otherwise become a sparse file as long as the number is high.
      ShellCommand(
        "useradd", "--no-log-init", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "--uid", uid, "--gid",
        gid, name),
    ]
  }

  /// For a number that the image may already know, or an image without the passwd tools: one line in each file, as they would write.
  /// Where the number is known, its first line stays in force.
  private func append(_ name: StaticString) -> [ShellCommand] {
    let group = ShellWord.text("\(name):x:\(service.user.gid):")
    let account = ShellWord.text("\(name):x:\(service.user)::/nonexistent:/usr/sbin/nologin")
    return [ShellCommand("echo", group, .source(">>/etc/group")), ShellCommand("echo", account, .source(">>/etc/passwd"))]
  }

  private func renumber(_ name: StaticString) -> [ShellCommand] {
    let text = name.description
    let name = ShellWord.text(text)
    // Files first, while the old numbers are still known by the name.
    let files = [
      ShellCommand("find", "/", "-xdev", "-user", name, "-exec", "chown", "-h", uid, .source("{} +")),
      ShellCommand("find", "/", "-xdev", "-group", name, "-exec", "chgrp", "-h", gid, .source("{} +")),
    ]
    if runtime.isCatalogImage {
      return files + [ShellCommand("groupmod", "--gid", gid, name), ShellCommand("usermod", "--uid", uid, "--gid", gid, name)]
    }
    return files + [
      ShellCommand("sed", "-i", .text("s/^\(text):\\([^:]*\\):[0-9]*:/\(text):\\1:\(service.user.gid):/"), "/etc/group"),
      ShellCommand("sed", "-i", .text("s/^\(text):\\([^:]*\\):[0-9]*:[0-9]*:/\(text):\\1:\(service.user.description):/"), "/etc/passwd"),
    ]
  }
}
