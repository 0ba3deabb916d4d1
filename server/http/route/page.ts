import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'
import { type Encoding, isHashed, type ReadStaticFile } from '../../lib/file/static-files.ts'
import { isKnownEtag } from '../etag.ts'
import { Problem } from '../problem.ts'
import type { PageSources } from '../../config/sources.ts'
import type { HttpEnv, Route } from '../route.ts'

const own = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html danmu-overlay', // the latter starts the drawing worker
]

/** Returns the content security policies of the pages. */
function policiesOf({ imageSources, mediaSources, fontSources }: PageSources) {
  const all = [...own, ["img-src 'self' data:", ...imageSources].join(' ')]
  return {
    /** Allows nothing inline, and only pictures from other hosts. */
    strict: [...all, "style-src 'self'", "font-src 'self'", "frame-src 'self'"].join('; '),
    /** The policy of the OBS page: OBS adds the streamer's CSS to it, and effects may be videos. */
    styled: [
      ...all,
      "style-src 'self' 'unsafe-inline'",
      ["font-src 'self' data:", ...fontSources].join(' '),
      ["media-src 'self'", ...mediaSources].join(' '),
    ].join('; '),
  }
}

const pages = [
  ['/', 'studio/index.html', 'strict'],
  ['/overlay', 'obs/index.html', 'styled'],
  ['/overlay/:name', 'obs/index.html', 'styled'],
  ['/login', 'login/index.html', 'strict'],
  ['/dock', 'dock/index.html', 'strict'],
  ['/dock/:name', 'dock/index.html', 'strict'],
  ['/live/:id', 'live/index.html', 'strict'],
  ['/host', 'host/index.html', 'strict'],
  ['/host/:id', 'host/index.html', 'strict'],
  ['/accounts', 'accounts/index.html', 'strict'],
  ['/gifts', 'gifts/index.html', 'strict'],
  ['/ledger', 'ledger/index.html', 'strict'],
  ['/me', 'me/index.html', 'strict'],
  ['/audit', 'audit/index.html', 'strict'],
] as const

const forEver = 'public, max-age=31536000, immutable'

/** Returns the routes of the built files: pages, their scripts and styles, and the kit. */
export function pageRoutes(read: ReadStaticFile, sources: PageSources): readonly Route[] {
  const policies = policiesOf(sources)
  // Not serve-static of @hono/node-server: it has no ETag, no files of earlier builds, and no `;q=0`.
  const serve = async (
    c: Context<HttpEnv>,
    path: string,
    headers: Record<string, string>,
  ): Promise<Response> => {
    const asset = await read(path, acceptedEncodings(c.req.header('accept-encoding')))
    if (!asset) throw new Problem('not-found', `there is no file ${path}; was the kit built?`)
    const { bytes, type, etag, encoding } = asset
    const all = { ...headers, etag, vary: 'accept-encoding' }
    // Not hono/etag: its 304 has no policy.
    const isKnown = isKnownEtag(c.req.header('if-none-match'), etag)
    if (isKnown) return new Response(null, { status: 304, headers: all })
    const compressed = encoding === undefined ? {} : { 'content-encoding': encoding }
    return new Response(bytes, { headers: { 'content-type': type, ...compressed, ...all } })
  }
  return [
    ...pages.map(([path, file, policy]): Route => {
      const headers = { 'content-security-policy': policies[policy], 'cache-control': 'no-cache' }
      return {
        method: 'GET',
        path,
        access: 'public',
        file: true,
        handle: (c) => serve(c, file, headers),
      }
    }),
    {
      method: 'GET',
      path: '/assets/:name',
      access: 'public',
      file: true,
      // Names hold a hash of the content.
      handle: (c) => serve(c, `assets/${c.req.param('name')}`, { 'cache-control': forEver }),
    },
    {
      method: 'GET',
      path: '/kit/v1/:name',
      access: 'public',
      file: true,
      shared: true, // any site may embed the elements
      handle: (c) => {
        const name = c.req.param('name') ?? ''
        const cache = isHashed(name) ? forEver : 'public, max-age=300'
        return serve(c, `kit/v1/${name}`, { 'cache-control': cache })
      },
    },
  ]
}

const encodings: readonly Encoding[] = ['br', 'gzip'] // the smallest first

/** Returns the compressions that a client accepts, of those that a build has. */
function acceptedEncodings(header = ''): readonly Encoding[] {
  const accepted = parseAccept(header.toLowerCase()).filter(({ q }) => q > 0)
  return encodings.filter((encoding) => accepted.some(({ type }) => type === encoding))
}
