import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'

/** What the studio tells the OBS page that it shows as a preview. */
export type ToPreview =
  | {
      readonly kind: 'design'
      readonly design: Design
      readonly language: string
      /** The stream of the room; empty where events are pushed. */
      readonly src: string
    }
  | { readonly kind: 'events'; readonly events: readonly FeedEvent[] }
  | { readonly kind: 'clear' }

/** What the preview tells the studio. */
export type FromPreview =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'figures'
      readonly fps: number
      readonly shown?: number
      readonly dropped: number
    }

/** What either of them says. */
export type PreviewMessage = ToPreview | FromPreview

/** The query of an OBS page that listens to the studio. */
export const previewQuery = 'preview=1'

/** Calls with what a window of our own origin says. @returns what ends that. */
export function hear(
  from: () => Window | null | undefined,
  call: (message: PreviewMessage) => void,
): () => void {
  const listener = ({ origin, source, data }: MessageEvent<unknown>): void => {
    if (origin !== location.origin || source === null || source !== from()) return
    // Our own page sent it, from the same build.
    call(data as PreviewMessage)
  }
  addEventListener('message', listener)
  return () => removeEventListener('message', listener)
}
