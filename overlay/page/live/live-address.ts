/** The parts of the address of a page of a live room. */
export interface LiveAddress {
  /** The id of the room; empty if the address names none. */
  readonly id: string
  /** The code of an invite: an account can be made with it. */
  readonly invite: string
  /** True for the chat alone. */
  readonly isChat: boolean
}

/** Reads `/live/<id>?view=chat#invite=…`. */
export function readLiveAddress(
  { pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>,
  page = 'live',
): LiveAddress {
  const query = new URLSearchParams(search)
  const [, first, id = ''] = pathname.split('/')
  return {
    id: first === page ? id : '',
    invite: new URLSearchParams(hash.slice(1)).get('invite') ?? '',
    isChat: query.get('view') === 'chat',
  }
}
