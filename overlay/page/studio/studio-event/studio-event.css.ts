import { css } from 'lit'

/** The style sheet of the list of live events. */
export const styles = css`
  .panel {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    max-height: inherit;
    overflow: hidden;
  }

  ol {
    flex: 1;
    min-height: 0;
    margin: 0 -1rem -1rem;
    padding: 0 0 0.5rem;
    overflow-y: auto;
    list-style: none;
  }

  @supports (scrollbar-width: thin) {
    ol {
      scrollbar-width: thin;
    }
  }

  li {
    display: grid;
    grid-template-columns: 4.5rem 1fr;
    gap: 0.75rem;
    padding: 0.25rem 1rem;
    font-size: 0.875rem;
  }

  .type {
    color: var(--page-quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .text {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .name {
    color: var(--page-quiet);
    margin-inline-end: 0.5rem;
  }

  .paid {
    background: var(--page-raised);
  }

  .paid .type,
  .amount {
    color: var(--page-warn);
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
`
