import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;

/**
 * Judges PDFs with veraPDF. Each line of the standard input is FLAVOUR, a tab, and a file; flavours are
 * 1a to 4f, ua1, ua2, or "claimed": what the file says of itself. Each answer is a line: flavour, verdict
 * (valid, invalid, error), file, and the rules that failed with the first place of each.
 */
public class Judge {
  public static void main(String[] args) throws IOException {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String job; (job = jobs.readLine()) != null; ) {
      String[] parts = job.split("\t", 2);
      String answer;
      try {
        answer = judge(parts[0], parts[1]);
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        answer = parts[0] + "\terror\t" + parts[1] + "\t" + line(e.toString());
      }
      out.println(answer);
    }
  }

  static String judge(String asked, String file) throws Exception {
    VeraPDFFoundry foundry = Foundries.defaultInstance();
    boolean claimed = asked.equals("claimed");
    PDFAFlavour flavour = claimed ? PDFAFlavour.NO_FLAVOUR : PDFAFlavour.byFlavourId(asked);
    if (!claimed && flavour == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("no such flavour");
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = claimed ? foundry.createParser(in) : foundry.createParser(in, flavour)) {
      if (claimed) flavour = parser.getFlavour();
      if (flavour == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("the file claims no flavour");
      ValidationResult result = foundry.createValidator(flavour, false).validate(parser);
      Map<String, Integer> times = new TreeMap<>();
      Map<String, String> first = new TreeMap<>();
      for (TestAssertion a : result.getTestAssertions()) {
        if (a.getStatus() != TestAssertion.Status.FAILED) continue;
        String rule = a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber();
        times.merge(rule, 1, Integer::sum);
        first.putIfAbsent(rule, a.getMessage() + " @ " + a.getLocation().getContext());
      }
      StringBuilder failed = new StringBuilder();
      times.forEach((rule, n) -> failed.append(rule).append(" x").append(n).append(": ").append(line(first.get(rule))).append("; "));
      return flavour.getId() + "\t" + (result.isCompliant() ? "valid" : "invalid") + "\t" + file + "\t" + failed;
    }
  }

  static String line(String s) {
    s = s == null ? "" : s.replaceAll("\\s+", " ");
    return s.length() > 300 ? s.substring(0, 300) + "..." : s;
  }
}
