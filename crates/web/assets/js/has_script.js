// Everything here only adds to pages that work without it.
document.documentElement.classList.add("has-script");
