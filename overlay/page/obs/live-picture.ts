import { streamAddress } from '../../client/address.ts'
import { pageClients } from '../../client/page.ts'

const className = 'live'
let leave: (() => void) | undefined

/**
 * Marks the page once its room was heard: viewers see it then, and nothing that elements say of
 * themselves is shown any more, but for what the streamer put there to say it. See `obs.css`.
 */
export function watchLive(src: string): void {
  leave?.()
  leave = undefined
  if (src === '' || document.body.classList.contains(className)) return
  const { client, release } = pageClients.lease(streamAddress(src, document.baseURI))
  const look = (): void => {
    if (client.state.get().status.kind === 'open') document.body.classList.add(className)
  }
  const end = client.state.subscribe(look)
  leave = () => {
    end()
    release()
  }
  look()
}
