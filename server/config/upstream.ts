import { z } from 'zod'
import { defineSettings, json, list, onOff } from '../lib/setting.ts'

/** Returns the schema of HTTP proxies by platform. */
const proxiesOf = (siteNames: readonly string[]) =>
  z.partialRecord(
    z.enum(siteNames),
    z.url({ protocol: /^https?$/, error: 'must hold http:// or https:// addresses' }),
  )

const tableOf = (siteNames: readonly string[]) =>
  defineSettings({
    PLATFORMS: {
      key: 'platforms',
      help: `Platforms that are permitted, comma-separated: ${siteNames.join(', ')}. All by default.`,
      schema: list
        .pipe(z.array(z.enum(siteNames, `must hold names out of ${siteNames.join(', ')}`)))
        .optional(),
    },
    PROFILE_DIR: {
      key: 'profileDir',
      help: 'Folder of platform profiles (<platform>.json), instead of profile in DATA_DIR.',
      schema: z.string().min(1).optional(),
    },
    REPLAY_DIR: {
      key: 'replayDir',
      help: 'Folder of the recordings and scenarios that replay:<name> plays.',
      schema: z.string().min(1).optional(),
    },
    PROXIES: {
      key: 'proxies',
      help: 'HTTP proxies by platform, as JSON: {"<platform>":"http://user:password@10.0.0.1:8080"}.',
      secret: true,
      schema: json(proxiesOf(siteNames)).default({}),
    },
    ENDPOINTS: {
      key: 'endpoints',
      help: 'Other addresses for platforms, as JSON: {"<platform>":{"api":"https://…"}}.',
      schema: json(z.record(z.string(), z.record(z.string(), z.url()))).default({}),
    },
    MEASURE: {
      key: 'measure',
      help: 'on or off: measures once a minute how much of the chat of each live room arrives.',
      schema: onOff('on'),
    },
  })

/** Returns the settings of sites with these names: which of them are read, and the way to them. */
export function upstreamSettings(siteNames: readonly string[]): ReturnType<typeof tableOf> {
  return tableOf(siteNames)
}
