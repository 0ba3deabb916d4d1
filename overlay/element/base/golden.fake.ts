import type { FeedEvent } from '../../../proto/feed/index.ts'

declare global {
  interface ImportMeta {
    /** Vite reads these files when it transforms this one. */
    readonly glob: <T>(
      pattern: readonly string[],
      options: { readonly eager: true; readonly import: 'default' },
    ) => Readonly<Record<string, T>>
  }
}

const files = import.meta.glob<FeedEvent>(
  ['../../../proto/feed/fixtures/*.json', '!**/frame-*.json', '!**/raw.json'],
  { eager: true, import: 'default' },
)

/** The golden events of the contract, by the names of their files. */
export const eventGoldens: readonly (readonly [file: string, event: FeedEvent])[] = Object.entries(
  files,
).map(([path, event]) => [path.split('/').at(-1) ?? path, event])
