import type { AccessTier } from '../connector.ts'

/** The access of an app of Bilibili's open platform with the identity code of a room. */
export const appOffer: AccessTier = {
  login: 'app',
  limits: [],
  provides:
    'All that is said and given in the room of the identity code, with names; people have ids of this app alone. This is how Bilibili wants programs to listen.',
}
