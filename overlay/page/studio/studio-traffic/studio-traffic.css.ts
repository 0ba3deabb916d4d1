import { css } from 'lit'

/** The style sheet of the line below the preview. */
export const styles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
  }

  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }

  .rate {
    display: flex;
    flex: 1 1 14rem;
    align-items: center;
    gap: 0.75rem;
    max-width: 22rem;
  }

  .rate .quiet {
    flex: none;
    min-width: 6rem;
    font-variant-numeric: tabular-nums;
  }

  .row > button {
    margin-inline-start: auto;
  }

  @media (max-width: 47.99em) {
    .row > button {
      flex: 1;
    }
  }

  .file {
    cursor: pointer;
  }

  .file input {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
  }

  .file span {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.875rem;
  }

  .file :focus-visible + span {
    outline: 2px solid var(--page-accent);
    outline-offset: 2px;
  }

  .bad {
    margin-top: 0.5rem;
    color: var(--page-bad);
    font-size: 0.875rem;
  }
`
