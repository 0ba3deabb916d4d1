import type { Row } from '../engine/db.ts'

/** A column that holds text. @throws TypeError if it does not. */
export function textOf(row: Row, name: string): string {
  const value = row[name]
  if (typeof value !== 'string') throw mismatch(row, name, 'text')
  return value
}

/** A column that holds a whole number. @throws TypeError if it does not. */
export function wholeOf(row: Row, name: string): number {
  const value = row[name]
  if (typeof value !== 'number') throw mismatch(row, name, 'a number')
  return value
}

/** A column that holds true or false. @throws TypeError if it does not. */
export function flagOf(row: Row, name: string): boolean {
  const value = row[name]
  if (typeof value !== 'boolean') throw mismatch(row, name, 'true or false')
  return value
}

/** A column that holds a list of texts. @throws TypeError if it does not. */
export function textsOf(row: Row, name: string): readonly string[] {
  const value = row[name]
  if (!Array.isArray(value)) throw mismatch(row, name, 'a list')
  return value.map((_, index) => textOf(value as unknown as Row, String(index))) // an array is a row by index
}

/** A column that may be null, which reads as undefined. */
export function maybe<T>(
  read: (row: Row, name: string) => T,
  row: Row,
  name: string,
): T | undefined {
  return row[name] === null ? undefined : read(row, name)
}

/** The other way round: SQL says null where we say undefined. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null
}

function mismatch(row: Row, name: string, wanted: string): TypeError {
  return new TypeError(`column ${name} holds ${typeof row[name]}, not ${wanted}`)
}
