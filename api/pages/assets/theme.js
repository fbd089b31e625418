// Follows the system between light and dark, unless the page already says what was chosen.
const root = document.documentElement;
if (!root.dataset.bsTheme) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    root.dataset.bsTheme = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', follow);
  follow();
}
