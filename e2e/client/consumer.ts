import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, temporaryFolder } from '../kit/server.ts'

/** A project outside of this one that has installed this one. */
export interface Consumer {
  readonly path: string
  readonly write: (name: string, text: string) => void
  readonly remove: () => void
}

/** Makes such a project in a separate folder; `others` are further packages to install. */
export function createConsumer(...others: readonly string[]): Consumer {
  const { path, remove } = temporaryFolder()
  const modules = join(path, 'node_modules')
  mkdirSync(join(modules, '@types'), { recursive: true })
  symlinkSync(root, join(modules, 'danmu-relay'))
  for (const name of others) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  const write = (name: string, text: string): void => writeFileSync(join(path, name), text)
  write('package.json', JSON.stringify({ type: 'module' }))
  return { path, write, remove }
}
