// The server words the page, so the choice is a cookie that it reads at the next load.
export function chooseLanguage(language) {
  const year = 365 * 24 * 3600;
  document.cookie = `language=${language}; Path=/; Max-Age=${year}; SameSite=Strict`;
  location.reload();
}
