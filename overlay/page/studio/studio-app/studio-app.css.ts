import { css } from 'lit'

/** The studio: one column on a phone, three on a large screen. */
export const styles = css`
  :host {
    max-width: 150rem;
    min-height: 100vh;
    margin: 0 auto;
    padding: 1rem clamp(1rem, 2vw, 2rem) 2rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
    margin-bottom: 1.25rem;
  }

  h1 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    font-size: 1.125rem;
    font-weight: 700;
    letter-spacing: -0.01em;
  }

  h1 .mark {
    width: 1.75rem;
    height: 1.75rem;
  }

  form {
    display: flex;
    flex: 1 1 24rem;
    flex-wrap: wrap;
    gap: 0.5rem;
    max-width: 52rem;
    margin-inline: auto;
  }

  form input:not([type='range']) {
    flex: 1 1 14rem;
    width: auto;
  }

  .invalid {
    flex-basis: 100%;
    color: var(--page-bad);
    font-size: 0.875rem;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  room-state {
    margin-bottom: 0.75rem;
  }

  studio-event {
    height: 24rem;
  }

  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1.25rem;
    min-height: min(60vh, 56vw);
    padding: 2rem 1rem;
  }

  .empty h2 {
    color: var(--page-text);
    font-size: clamp(1rem, 2.2vw, 1.5rem);
    text-align: center;
  }

  .empty ol {
    display: grid;
    gap: 0.5rem;
    max-width: 34rem;
    margin: 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
  }

  .empty li {
    display: grid;
    grid-template-columns: 1.75rem 1fr;
    gap: 0.75rem;
    color: var(--page-quiet);
    counter-increment: step;
  }

  .empty li::before {
    content: counter(step);
    width: 1.75rem;
    height: 1.75rem;
    border-radius: 50%;
    background: var(--page-raised);
    color: var(--page-text);
    font-size: 0.875rem;
    font-weight: 600;
    line-height: 1.75rem;
    text-align: center;
  }

  @media (max-width: 47.99em) {
    header form {
      order: 3;
      flex-basis: 100%;
    }

    header .language {
      margin-inline-start: auto;
    }

    .demo {
      flex: 1;
    }
  }

  @media (min-width: 64em) {
    main {
      grid-template-columns: minmax(0, 1fr) 20rem;
      align-items: start;
    }

    .centre {
      grid-row: span 2;
    }

    studio-event {
      height: clamp(14rem, calc(100vh - 40rem), 40rem);
    }
  }

  @media (min-width: 100em) {
    main {
      grid-template-columns: 20rem minmax(0, 1fr) 24rem;
    }

    .centre {
      grid-column: 2;
      grid-row: 1;
    }

    studio-option {
      grid-column: 1;
      grid-row: 1;
    }

    studio-event {
      grid-column: 3;
      grid-row: 1;
      height: calc(100vh - 7.5rem);
    }
  }
`
