/** Returns why a file cannot be read, in words for the user who named it. */
export function fileWords({ code = '', message }: NodeJS.ErrnoException): string {
  return files[code] ?? message
}

/** Returns why a server cannot start, in words for its operator. */
export function startWords({ code = '', syscall, message }: NodeJS.ErrnoException): string {
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return message
  const words = listening[code]
  return words === undefined ? message : `${message}. ${words}`
}

const files: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'that is a folder, not a file',
  EACCES: 'it may not be read',
}

const listening: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Set PORT to another one, or to 0 for any that is free',
  EADDRNOTAVAIL: 'Set HOST to an address of this machine',
  ENOTFOUND: 'Set HOST to an address of this machine',
  EACCES: 'Set PORT to one above 1023',
}
