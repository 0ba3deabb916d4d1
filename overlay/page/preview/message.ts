import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'

/** A message of the studio to the OBS page in its preview. */
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

/** A message of the preview to the studio. */
export type FromPreview =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'figures'
      readonly fps: number
      readonly shown?: number
      readonly dropped: number
    }

/** A message in either direction. */
export type PreviewMessage = ToPreview | FromPreview

/** The query of an OBS page that runs as the preview. */
export const previewQuery = 'preview=1'

/** Calls back with messages from a window of our own origin. @returns a function that stops it. */
export function onMessage(
  from: () => Window | null | undefined,
  call: (message: PreviewMessage) => void,
): () => void {
  const listener = ({ origin, source, data }: MessageEvent<unknown>): void => {
    if (origin !== location.origin || source === null || source !== from()) return
    // Our own page of the same build sent it.
    call(data as PreviewMessage)
  }
  addEventListener('message', listener)
  return () => removeEventListener('message', listener)
}
