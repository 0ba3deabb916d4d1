import { z } from 'zod'

// Characters that are not seen, or that make two names look alike: controls, formats, unassigned ones,
// separators besides the space, fillers, and the blank of Braille.
const unseen = /\p{C}|\p{Z}|\p{Default_Ignorable_Code_Point}|\u2800/u

const minLength = 2
const maxLength = 24

/**
 * Returns the form of a name in which no two names may be the same: widths, cases and compositions of
 * letters make no difference.
 */
export function foldName(name: string): string {
  const folded = name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
  return folded.normalize('NFKC').replaceAll(/ +/g, ' ').trim()
}

/** The name of an account, with its letters composed. */
export const accountName = z
  .string()
  .max(200)
  .transform((name) => name.normalize('NFC').trim().replaceAll(/ +/g, ' '))
  .refine(
    (name) =>
      isLength(name, minLength, maxLength) && isLength(foldName(name), minLength, maxLength),
    `must have ${minLength} to ${maxLength} characters`,
  )
  .refine(
    (name) => !unseen.test(name.replaceAll(' ', '')),
    'must hold no characters that are not seen',
  )

/** A new password. Characters of Unicode count, which an emoji may be one of. */
export const newPassword = z
  .string()
  .refine((text) => isLength(text, 8, 128), 'must have 8 to 128 characters')

function isLength(text: string, min: number, max: number): boolean {
  const { length } = Array.from(text) // by code points, as a database counts
  return length >= min && length <= max
}
