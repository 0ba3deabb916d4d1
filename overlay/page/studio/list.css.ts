import { css } from 'lit'

/** The style sheet of the lists on the left: a name that selects, and the actions on it. */
export const listStyles = css`
  h2 {
    margin-bottom: 0.5rem;
  }

  ul {
    display: grid;
    gap: 0.125rem;
    margin: 0.5rem 0 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    border-radius: 6px;
  }

  li.chosen {
    background: var(--page-raised);
  }

  .pick {
    display: grid;
    flex: 1;
    justify-content: start;
    justify-items: start;
    gap: 0;
    min-width: 0;
    min-height: 2.25rem;
    padding: 0.25rem 0.625rem;
    text-align: start;
  }

  .pick small {
    color: var(--page-quiet);
    font-size: 0.75rem;
    font-weight: 400;
    white-space: normal;
  }

  .pick .wrong {
    color: var(--page-warn);
  }

  .pick .gain {
    color: var(--page-accent);
  }

  li > .plain:not(.pick) {
    min-height: 2.25rem;
    padding: 0 0.5rem;
    color: var(--page-quiet);
    font-size: 0.8125rem;
  }

  li > .plain.doubted {
    gap: 0.25rem;
    color: var(--page-bad);
    font-weight: 600;
  }

  .quiet {
    margin-top: 0.5rem;
  }

  form {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  form input:not([type='range']) {
    flex: 1 1 8rem;
    width: auto;
    min-height: 2rem;
    border-radius: 6px;
    font-size: 0.875rem;
  }

  form .quiet {
    flex-basis: 100%;
    margin: 0.25rem 0 0;
  }

  .live {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-bottom: 0.5rem;
    font-size: 0.875rem;
  }
`
