import { z } from 'zod'
import { type ConfigOf, defineSettings, list } from '../lib/setting.ts'

const anywhere = 'https:'
const nowhere = 'none'

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'
const host = new RegExp(String.raw`^(?:\*\.)?${label}(?:\.${label})+(?::\d{1,5})?$`)

/**
 * Returns the CSP source of a host; undefined for other texts. Without the scheme it would allow
 * http.
 */
function sourceOf(text: string): string | undefined {
  const name = text.toLowerCase().replace(/^https:\/\//, '')
  if (name === anywhere) return anywhere
  return host.test(name) ? `https://${name}` : undefined
}

const wrong = `must hold https hosts such as *.hdslb.com, or ${anywhere} for all, or ${nowhere}`

/** Returns the schema of hosts between commas, or a word for all of them or none. */
const sources = (fallback: readonly string[]): z.ZodType<readonly string[]> =>
  list
    .transform((names) => (names.length === 1 && names[0] === nowhere ? [] : names))
    .pipe(
      z.array(
        z.string().transform((name, context) => {
          const source = sourceOf(name)
          if (source !== undefined) return source
          context.addIssue(wrong)
          return z.NEVER
        }),
      ),
    )
    .default([...fallback])

/** Returns the text that {@link sources} reads. */
const hostsText = (hosts: readonly string[]): string => String(hosts) || nowhere

/** The settings of the sources from which pages load. */
export const sourceSettings = defineSettings({
  IMAGE_SOURCES: {
    key: 'imageSources',
    help: 'Hosts of pictures on pages: https: (all), none, or names such as *.hdslb.com.',
    // Platforms move avatars between hosts without notice: a fixed list would lose them.
    text: hostsText,
    schema: sources([anywhere]),
  },
  MEDIA_SOURCES: {
    key: 'mediaSources',
    help: 'Hosts of videos and sounds of effects on the OBS page, as in IMAGE_SOURCES.',
    text: hostsText,
    schema: sources([anywhere]),
  },
  FONT_SOURCES: {
    key: 'fontSources',
    help: 'Hosts of fonts in the custom CSS of the OBS page, as in IMAGE_SOURCES.',
    text: hostsText,
    schema: sources([]),
  },
})

/** The CSP sources of pages besides this server; all of them use https. */
export type PageSources = ConfigOf<typeof sourceSettings>
