import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

const ownerOnly = 0o700

type Options = Parameters<NodeFS['init']>[1]

/** The operations of Emscripten's file system on Node that set the mode of a file. */
interface NodeFileSystem {
  readonly node_ops: {
    mknod: (parent: unknown, name: string, mode: number, device: number) => unknown
    setattr: (node: unknown, attributes: { mode?: number }) => void
  }
}

/**
 * The files of an embedded database, which only their owner may read. By default the engine makes them
 * readable for all users, regardless of the umask of the process.
 */
export class PrivateFiles extends NodeFS {
  override init(database: PGlite, options: Options): ReturnType<NodeFS['init']> {
    const before = options.preRun ?? []
    return super.init(database, { ...options, preRun: [...before, restrictModes] })
  }
}

function restrictModes(module: object): void {
  // The type of the engine does not declare it; a test of the embedded database checks the modes.
  const { node_ops: operations } = (module as { readonly NODEFS: NodeFileSystem }).NODEFS
  const { mknod, setattr } = operations
  const forOthers = 0o077
  operations.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~forOthers, device)
  operations.setattr = (node, attributes) => {
    const { mode } = attributes
    setattr(node, mode === undefined ? attributes : { ...attributes, mode: mode & ~forOthers })
  }
}

/** Creates the folder of a database with access for its owner alone. */
export function makePrivateFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: ownerOnly })
  chmodSync(dir, ownerOnly)
}

/** Restricts the files of an earlier version, which were readable for all users, to their owner. */
export function restrictFolder(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) restrictFolder(path)
    else if (entry.isFile()) chmodSync(path, 0o600)
  }
  chmodSync(dir, ownerOnly)
}
