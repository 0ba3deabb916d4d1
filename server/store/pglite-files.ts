import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

const ownerOnly = 0o700

type Options = Parameters<NodeFS['init']>[1]

/** What of Emscripten's file system on Node decides who may read a file that it makes. */
interface NodeFileSystem {
  readonly node_ops: {
    mknod: (parent: unknown, name: string, mode: number, device: number) => unknown
    setattr: (node: unknown, attributes: { mode?: number }) => void
  }
}

/**
 * Files of an embedded database that only their owner may read: by itself it makes them for
 * everybody, whatever the process asks for by its umask.
 */
export class PrivateFiles extends NodeFS {
  override init(database: PGlite, options: Options): ReturnType<NodeFS['init']> {
    const before = options.preRun ?? []
    return super.init(database, { ...options, preRun: [...before, closeModes] })
  }
}

function closeModes(module: object): void {
  // The type of the engine tells nothing of it; a test of the embedded database sees that it is so.
  const { node_ops: operations } = (module as { readonly NODEFS: NodeFileSystem }).NODEFS
  const { mknod, setattr } = operations
  const forOthers = 0o077
  operations.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~forOthers, device)
  operations.setattr = (node, attributes) => {
    const { mode } = attributes
    setattr(node, mode === undefined ? attributes : { ...attributes, mode: mode & ~forOthers })
  }
}

/** Makes the folder of a database, for its owner alone. */
export function makePrivateFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: ownerOnly })
  chmodSync(dir, ownerOnly)
}

/** Takes files that an earlier version made for everybody away from all but their owner. */
export function closeFolder(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) closeFolder(path)
    else if (entry.isFile()) chmodSync(path, 0o600)
  }
  chmodSync(dir, ownerOnly)
}
