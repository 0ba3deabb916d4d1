/** A value with notifications of changes. */
export interface Store<T> {
  readonly get: () => T
  /** Calls back after every change, until the returned function is called. */
  readonly subscribe: (listener: (value: T) => void) => () => void
}

/** A {@link Store} that its owner can change. */
export interface WritableStore<T> extends Store<T> {
  /** Sets the value; an equal one causes no notification. */
  readonly set: (value: T) => void
}

/** Makes a store that holds `initial`. */
export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial
  const listeners = createListeners<T>()
  return {
    get: () => value,
    subscribe: listeners.add,
    set: (next) => {
      if (next === value) return
      value = next
      listeners.tell(next)
    },
  }
}

/** A list of listeners. */
export interface Listeners<T> {
  /** Adds a listener; the returned function removes it and is idempotent. */
  readonly add: (listener: (value: T) => void) => () => void
  readonly isEmpty: () => boolean
  /**
   * Calls all listeners. One that throws does not affect the others; its error is reported as
   * uncaught.
   */
  readonly tell: (value: T) => void
}

/** Makes an empty list. The same function may be added twice, and is then called twice. */
export function createListeners<T>(): Listeners<T> {
  let entries: readonly { readonly call: (value: T) => void }[] = []
  return {
    add: (call) => {
      const entry = { call }
      entries = [...entries, entry]
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    isEmpty: () => entries.length === 0,
    tell: (value) => {
      for (const { call } of entries) isolated(call, value)
    },
  }
}

function isolated<T>(call: (value: T) => void, value: T): void {
  try {
    call(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
