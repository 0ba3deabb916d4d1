import { type Disk, systemDisk } from './disk.ts'

/** The refusals of a {@link Disk} for tests; the test changes them as it goes. */
export interface Faults {
  /** Bytes that are still free; then a write is cut short, and the next one fails with `ENOSPC`. */
  freeBytes: number
  /** Error code of every `open`. */
  open?: string
  /** Error code of every `remove`. */
  remove?: string
  /** Error code of every `sync`. */
  sync?: string
}

/** Creates the disk of this machine, with the given faults. */
export function createFaultyDisk(faults: Faults): Disk {
  return {
    open: (path, flags) => {
      if (faults.open !== undefined) throw systemError(faults.open)
      return systemDisk.open(path, flags)
    },
    write: (fd, bytes, offset) => {
      if (faults.freeBytes === 0) throw systemError('ENOSPC')
      const taken = bytes.subarray(offset, offset + faults.freeBytes)
      const written = systemDisk.write(fd, taken, 0)
      faults.freeBytes -= written
      return written
    },
    sync: (fd) =>
      faults.sync === undefined ? systemDisk.sync(fd) : Promise.reject(systemError(faults.sync)),
    remove: (path) => {
      if (faults.remove !== undefined) throw systemError(faults.remove)
      systemDisk.remove(path)
    },
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made by a test`), { code })
}
