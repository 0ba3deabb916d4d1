import { css } from 'lit'

/** The style sheet of the lists of the dock. */
export const listStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }

  section {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    position: relative;
    min-height: 0;
    overflow: hidden;
  }

  .title {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
  }

  .count {
    color: var(--page-text);
    font-variant-numeric: tabular-nums;
  }

  ol,
  ul {
    margin: 0 -1rem;
    padding: 0;
    list-style: none;
  }

  ol {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
  }

  @supports (scrollbar-width: thin) {
    ol {
      scrollbar-width: thin;
    }
  }

  li {
    display: flex;
    align-items: center;
    gap: 0.125rem;
    padding: 0.25rem 0.75rem 0.25rem 1rem;
  }

  li p {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  li b {
    color: var(--page-accent);
    font-weight: 600;
  }

  li strong {
    color: var(--page-warn);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  li .plain {
    min-height: 2rem;
    padding: 0 0.5rem;
    color: var(--page-quiet);
  }

  li:hover,
  li:focus-within {
    background: var(--page-raised);
  }

  .pinned {
    flex: none;
    max-height: 30%;
    border-block: 1px solid var(--page-line);
    overflow-y: auto;
  }

  .pinned .plain:first-of-type {
    color: var(--page-accent);
  }

  .superchat {
    box-shadow: inset 3px 0 var(--page-warn);
  }

  .thanks li {
    padding-block: 0.375rem;
  }

  .newest {
    position: absolute;
    inset: auto auto 1rem 50%;
    transform: translateX(-50%);
  }
`
