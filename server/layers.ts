/**
 * The architecture, as data: a module may import from its own folder and from the folders listed
 * after it. Checked by `layers.test.ts`; read it top to bottom.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'proto/feed': ['proto/gen'],
  signer: [],
  'server/lib': [],
  'server/platform': ['proto/gen', 'proto/feed', 'server/lib'],
  'server/upstream': ['server/platform', 'proto/feed', 'server/lib'],
  'server/doctor': ['server/upstream', 'server/platform', 'proto/feed', 'server/lib'],
  'server/log': ['proto/feed', 'server/lib'],
  'server/hub': ['server/log', 'proto/feed', 'server/lib'],
  'server/store': ['proto/feed', 'server/lib'],
  'server/room': [
    'server/record',
    'server/upstream',
    'server/store',
    'server/hub',
    'server/platform',
    'proto/feed',
    'server/lib',
  ],
  'server/record': ['server/hub', 'server/log', 'server/store', 'proto/feed', 'server/lib'],
  'server/overlay': ['server/store', 'server/lib'],
  'server/account': ['server/store', 'proto/feed', 'server/lib'],
  'server/feed': ['server/hub', 'server/log', 'proto/feed', 'server/lib'],
  'server/http': [
    'server/doctor',
    'server/feed',
    'server/overlay',
    'server/room',
    'server/platform',
    'server/upstream',
    'server/store',
    'server/hub',
    'server/account',
    'proto/feed',
    'server/lib',
  ],
  'server/edge': [
    'server/config.ts',
    'server/http',
    'server/feed',
    'server/room',
    'server/upstream',
    'server/platform',
    'server/hub',
    'server/account',
    'proto/feed',
    'server/lib',
  ],
  'server/cli': [
    'server/main.ts',
    'server/serve-edge.ts',
    'server/edge',
    'server/config.ts',
    'server/profile.ts',
    'server/network.ts',
    'server/doctor',
    'server/http',
    'server/account',
    'server/signing.ts',
    'signer',
    'server/platform',
    'server/upstream',
    'server/lib',
    'proto/feed',
    'overlay/client',
  ],
  overlay: ['proto/feed'],
}

/** Modules that run on web-standard APIs alone, so that Deno, Bun and browsers can carry them. */
export const webStandard: readonly string[] = [
  'proto/feed',
  'server/platform',
  'server/upstream',
  'server/doctor',
  'server/hub',
  'server/account',
  'server/feed',
  'server/edge',
  'overlay',
]

/** What Deno runs: nothing it reaches, down to the last import, needs Node. */
export const denoEntry = 'server/edge/deno.ts'
