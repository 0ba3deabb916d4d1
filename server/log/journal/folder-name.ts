import { createHash } from 'node:crypto'

// File systems end a name at 255 bytes.
const maxPlain = 180
const maxPrefix = 100

// Names that stand for devices on Windows, with or without an extension.
const devicePattern = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/**
 * Returns the folder of a room: `movie-night`, `bilibili@21452505`. Different rooms get different
 * names on every file system: capitals become `=4a`, because some systems ignore case, and so do
 * the characters that a name may not contain.
 */
export function folderName(room: string): string {
  const name = [...Buffer.from(room)].map(spell).join('')
  if (devicePattern.test(name)) return `=${hex(name.charCodeAt(0))}${name.slice(1)}`
  if (name.length <= maxPlain) return name
  const digest = createHash('sha256').update(room).digest('hex')
  return `${name.slice(0, maxPrefix)}~${digest}`
}

/** Returns the room of a folder named by {@link folderName}; undefined if a long name was shortened. */
export function roomOfFolder(name: string): string | undefined {
  if (name.includes('~')) return undefined
  const bytes = name
    .replaceAll('@', ':')
    .replaceAll(/=([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

function spell(byte: number): string {
  const character = String.fromCharCode(byte)
  if (character === ':') return '@'
  return /[a-z0-9-]/.test(character) ? character : `=${hex(byte)}`
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
