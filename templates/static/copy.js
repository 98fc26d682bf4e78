/* The page on following: a button beside each address that copies it. Without this script the address is selected and copied by hand. */
(() => {
  const { copy, copied } = document.querySelector('[data-copy]').dataset;
  for (const box of document.querySelectorAll('.feed')) {
    const field = box.querySelector('input');
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: copy });
    const status = document.createElement('span');
    button.setAttribute('aria-label', `${copy}: ${box.querySelector('label').textContent}`);
    status.setAttribute('role', 'status');
    button.addEventListener('click', async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand('copy');
      }
      status.textContent = copied;
    });
    field.addEventListener('click', () => field.select());
    field.nextElementSibling.prepend(button, ' ', status, ' ');
  }
})();
