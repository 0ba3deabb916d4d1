import data from '@mdn/browser-compat-data/forLegacyNode'
import type { Identifier, SimpleSupportStatement } from '@mdn/browser-compat-data/types'

/** The Chromium of OBS 28 to 30; later ones have 127. */
export const oldest = 103

/** A feature with its sub-features, in the tables of MDN. */
export type Feature = Identifier

/** Interfaces and global functions. */
export const api: Readonly<Record<string, Feature>> = data.api

/** Returns a feature of style sheets by a path of names; undefined if the tables do not have it. */
export function styleFeature(...path: readonly string[]): Feature | undefined {
  return path.reduce<Feature | undefined>((feature, name) => feature?.[name], data.css)
}

/** Returns the direct sub-features of a feature. */
export function within(feature: Feature | undefined): readonly (readonly [string, Feature])[] {
  if (!feature) return []
  return Object.entries(feature).flatMap(([name, inner]) =>
    name === '__compat' || !inner ? [] : [[name, inner as Feature] as const],
  )
}

/** Returns true if our oldest Chromium has a feature, as far as the tables know. */
export function isKnown(feature: Feature | undefined): boolean {
  const chrome = feature?.['__compat']?.support.chrome
  if (!chrome) return true
  return [chrome].flat().some(isThere)
}

function isThere(statement: SimpleSupportStatement): boolean {
  const { version_added: added, version_removed: removed, flags, prefix } = statement
  if (flags || prefix !== undefined || statement.alternative_name !== undefined) return false
  return majorOf(added) <= oldest && majorOf(removed ?? false) > oldest
}

function majorOf(version: string | false): number {
  return version === false || version === 'preview' ? Infinity : parseInt(version.replace('≤', ''))
}
