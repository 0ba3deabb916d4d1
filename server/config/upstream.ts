import { z } from 'zod'
import { pageAddress } from '../platform/feed/address.ts'
import { siteNames } from '../platform/registry.ts'
import { proxySettings } from './proxies.ts'
import { defineSettings, json, list, onOff } from './setting.ts'
import { type SignerSettings, signerSettings, signersText } from './signers.ts'

const feedName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,128}$/, 'must name feeds by letters and digits')

const otherFeed = z.strictObject({
  url: z
    .string()
    .refine(
      (url) => pageAddress(url) !== undefined,
      'must hold addresses such as wss://example.org/rooms/x',
    ),
  token: z.string().min(1).optional(),
})

/** The settings of the platforms: the sites that are read, and the way to them. */
export const upstreamSettings = defineSettings({
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
    help: 'HTTP proxies by platform, as JSON: {"douyin":"http://user:password@10.0.0.1:8080"}.',
    secret: true,
    schema: json(proxySettings).default({}),
  },
  ENDPOINTS: {
    key: 'endpoints',
    help: 'Other addresses for platforms, as JSON: {"bilibili":{"api":"https://…"}}.',
    schema: json(z.record(z.string(), z.record(z.string(), z.url()))).default({}),
  },
  FEEDS: {
    key: 'feeds',
    help: 'Rooms of other relays, as JSON: {"friend":{"url":"wss://…/rooms/x","token":"…"}}.',
    secret: true,
    schema: json(z.record(feedName, otherFeed)).default({}),
  },
  DOUYIN_SIGNERS: {
    key: 'douyinSigners',
    help: 'Signers for Douyin, in the order of tries: builtin, http:<address>, script:<file>.',
    secret: true, // an address may hold a key
    schema: signerSettings,
    text: (signers: SignerSettings) => signersText(signers),
  },
  MEASURE: {
    key: 'measure',
    help: 'on or off: measures once a minute how much of the chat of each live room arrives.',
    schema: onOff('on'),
  },
})
