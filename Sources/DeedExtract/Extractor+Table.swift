import DeedSystem

extension Extractor {
    /// The sheets of the workbook behind a seekable descriptor, as rows of typed cells. It is read whole or not at all: half a
    /// ledger would lose rows silently.
    ///
    /// - Parameters:
    ///   - sheets: names of hidden sheets that are wanted all the same.
    /// - Throws: ``TableFault``; its reason is ``stopped`` when the person wants to stop.
    public func table(of file: Int32, name: String, sheets: [String] = []) throws(TableFault) -> TableBook {
        var loss = WorkerLoss.timeout
        for _ in 0..<2 {
            let read: Result<TableBook, TableFault>
            do throws(WorkerLoss) {
                read = try tableOnce(file, name: name, sheets: sheets)
            } catch {
                loss = error
                if error == .tooLarge || error == .stopped { break }
                continue
            }
            return try read.get()
        }
        throw TableFault(reason: loss.reason, media: "", detail: loss.detail)
    }

    private func tableOnce(_ file: Int32, name: String, sheets: [String]) throws(WorkerLoss) -> Result<TableBook, TableFault> {
        let worker = try texts.take()
        do throws(WorkerLoss) {
            var request = ExtractRequest(job: worker.jobs + 1, operation: .table, name: name, limits: limits)
            request.sheets = sheets
            observe(.assigned(pid: worker.process.pid, job: request.job))
            try worker.send(request, file: file)
            var patience = Patience(
                seconds: limits.seconds, residentBytes: limits.residentBytes, isStopped: { self.isStopped })
            var collector = TableCollector()
            while true {
                let (kind, payload) = try worker.next(&patience)
                if let end = try collector.take(kind, payload, job: request.job) {
                    texts.giveBack(worker)
                    return end
                }
                let seconds = limits.seconds + limits.secondsPerPage * Double(collector.frames)
                patience.extend(toSeconds: min(seconds, max(limits.seconds, limits.maximumSeconds)))
            }
        } catch {
            observe(.lost(pid: worker.process.pid, reason: error.reason))
            texts.drop(worker)
            throw error
        }
    }
}
